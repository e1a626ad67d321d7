package ai.petty.audit;

import ai.petty.problem.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a run. It takes entries from any event loop, in order, and stores what has gathered while the last rows were on their way.
 * While the database is away it holds what it was given, as much as may wait, and tries again. Everything but {@link #submit} and {@link #close} happens on its own event loop.
 */
final class AuditWriter {
    private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);
    private static final int MOST_AT_ONCE = 500;
    private static final int MOST_TRIES = 3;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Context context;
    private final AuditRun run;
    private final int mostWaiting;
    private final Counter stored;
    private final Counter refused;

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Promise<Void> drained = Promise.promise();
    private volatile boolean closing;
    /** A batch is on its way, or held until the next try. */
    private boolean writing;

    private final List<Waiting> batch = new ArrayList<>();
    private boolean again;
    private Duration pause = FIRST_PAUSE;
    private long paused = -1;

    private record Waiting(AuditEntry entry, Promise<Void> done) {}

    AuditWriter(Vertx vertx, AuditRun run, int mostWaiting, MeterRegistry meters) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.run = run;
        this.mostWaiting = mostWaiting;
        this.stored =
                Counter.builder("petty.audit.entries").tag("outcome", "stored").register(meters);
        this.refused =
                Counter.builder("petty.audit.entries").tag("outcome", "refused").register(meters);
        Gauge.builder("petty.audit.waiting", count, AtomicInteger::get)
                .description("Acts done whose entry is not stored yet")
                .register(meters);
    }

    /** @return completes on the calling context */
    Future<Void> submit(AuditEntry entry) {
        if (closing) {
            return Future.failedFuture(unavailable("The server is going down."));
        }
        if (count.incrementAndGet() > mostWaiting) {
            count.decrementAndGet();
            refused.increment();
            return Future.failedFuture(unavailable("More is waiting to be written down than the server can hold."));
        }
        var caller = ContextInternal.current();
        Promise<Void> done = caller == null ? Promise.promise() : caller.promise();
        waiting.add(new Waiting(entry, done));
        context.runOnContext(nothing -> next());
        return done.future();
    }

    /** Takes nothing more; completes when all that was taken has its answer. */
    Future<Void> close() {
        closing = true;
        context.runOnContext(nothing -> resume());
        return drained.future();
    }

    private void next() {
        if (writing) {
            return;
        }
        if (batch.isEmpty()) {
            for (var each = waiting.poll(); each != null; each = batch.size() < MOST_AT_ONCE ? waiting.poll() : null) {
                batch.add(each);
            }
            again = false;
        }
        if (batch.isEmpty()) {
            if (closing) {
                drained.tryComplete();
            }
            return;
        }
        writing = true;
        var entries = batch.stream().map(Waiting::entry).toList();
        Future.succeededFuture()
                .compose(nothing -> again ? run.again(entries, MOST_TRIES) : run.append(entries, MOST_TRIES))
                .onComplete(outcome -> context.runOnContext(nothing -> {
                    if (outcome.failed() && isAway(outcome.cause()) && !closing) {
                        keep();
                    } else {
                        writing = false;
                        finish(outcome);
                        next();
                    }
                }));
    }

    /** The database is away: what was done stays done, so the batch is held until it can be written down. */
    private void keep() {
        if (!again) {
            LOG.atWarn()
                    .addKeyValue("entries", batch.size())
                    .log("Entries of the audit log wait for the database; they are held in memory");
            pause = FIRST_PAUSE;
        }
        again = true;
        paused = vertx.setTimer(pause.toMillis(), tick -> resume());
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    private void resume() {
        if (paused >= 0) {
            vertx.cancelTimer(paused);
            paused = -1;
            writing = false;
        }
        next();
    }

    private static boolean isAway(Throwable cause) {
        return cause instanceof Refusal refusal && refusal.kind() == Refusal.Kind.UNAVAILABLE;
    }

    private void finish(AsyncResult<Void> outcome) {
        var done = List.copyOf(batch);
        batch.clear();
        count.addAndGet(-done.size());
        if (outcome.succeeded()) {
            stored.increment(done.size());
            done.forEach(each -> each.done().complete());
        } else {
            refused.increment(done.size());
            var cause = outcome.cause();
            LOG.atError()
                    .setCause(cause instanceof Refusal ? null : cause)
                    .addKeyValue("entries", done.size())
                    .log("Entries of the audit log could not be stored");
            var told = cause instanceof Refusal ? cause : unavailable("What was done could not be written down.");
            done.forEach(each -> each.done().fail(told));
        }
    }

    private static Refusal unavailable(String detail) {
        return Refusal.unavailable("audit.unavailable", detail, RETRY_AFTER);
    }
}
