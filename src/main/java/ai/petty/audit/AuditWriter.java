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
 * Everything but {@link #submit} and {@link #close} happens on its own event loop.
 */
final class AuditWriter {
    private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);
    private static final int MOST_AT_ONCE = 500;
    private static final int MOST_TRIES = 3;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Context context;
    private final AuditRun run;
    private final int mostWaiting;
    private final Counter stored;
    private final Counter refused;

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Promise<Void> drained = Promise.promise();
    private volatile boolean closing;
    private boolean writing;

    private record Waiting(AuditEntry entry, Promise<Void> done) {}

    AuditWriter(Vertx vertx, AuditRun run, int mostWaiting, MeterRegistry meters) {
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
        context.runOnContext(nothing -> next());
        return drained.future();
    }

    private void next() {
        if (writing) {
            return;
        }
        var batch = new ArrayList<Waiting>();
        for (var each = waiting.poll(); each != null; each = batch.size() < MOST_AT_ONCE ? waiting.poll() : null) {
            batch.add(each);
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
                .compose(nothing -> run.append(entries, MOST_TRIES))
                .onComplete(outcome -> context.runOnContext(nothing -> {
                    writing = false;
                    finish(batch, outcome);
                    next();
                }));
    }

    private void finish(List<Waiting> batch, AsyncResult<Void> outcome) {
        count.addAndGet(-batch.size());
        if (outcome.succeeded()) {
            stored.increment(batch.size());
            batch.forEach(each -> each.done().complete());
        } else {
            refused.increment(batch.size());
            var cause = outcome.cause();
            LOG.atError()
                    .setCause(cause instanceof Refusal ? null : cause)
                    .addKeyValue("entries", batch.size())
                    .log("Entries of the audit log could not be stored");
            var told = cause instanceof Refusal ? cause : unavailable("What was done could not be written down.");
            batch.forEach(each -> each.done().fail(told));
        }
    }

    private static Refusal unavailable(String detail) {
        return Refusal.unavailable("audit.unavailable", detail, RETRY_AFTER);
    }
}
