package ai.petty.ingest;

import ai.petty.config.PettyConfig;
import ai.petty.problem.Refusal;
import ai.petty.store.Failures;
import ai.petty.store.Micros;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of the process: group commit. While groups are being written the next one gathers; when a slot is free
 * it goes at once. So one reading alone is written without delay and a thousand arrive as one statement, with no timer
 * to tune.
 *
 * <p>{@link #submit} may be called from any event loop; everything else happens on the writer's own.
 */
final class GroupWriter {
    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int MOST_TRIES = 3;
    private static final long NO_STAMP = Long.MIN_VALUE;

    private final Context context;
    private final ReadingRepository repository;
    private final PettyConfig.Ingest config;
    private final InstantSource clock;
    private final IngestMeters meters;
    private final CommitListener listener;

    private final Queue<Submission> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile boolean closing;

    private int busySlots;
    private long lastStamp;
    private final Promise<Void> drained = Promise.promise();

    GroupWriter(
            Vertx vertx,
            ReadingRepository repository,
            PettyConfig.Ingest config,
            InstantSource clock,
            IngestMeters meters,
            CommitListener listener) {
        this.context = vertx.getOrCreateContext();
        this.repository = repository;
        this.config = config;
        this.clock = clock;
        this.meters = meters;
        this.listener = listener;
        meters.watchWaiting(waitingBytes);
    }

    /**
     * Takes what one frame or body wants stored.
     *
     * @return completes on the calling context after the commit; fails with a {@link Refusal} of kind UNAVAILABLE when
     *     nothing of it was promised and the sender should come back
     */
    Future<Void> submit(List<? extends Entry> entries) {
        var submission = new Submission(entries, eventLoopOfCaller());
        if (closing) {
            return Future.failedFuture(busy("The server is going down."));
        }
        if (waitingBytes.addAndGet(submission.bytes) > config.maxWaitingBytes().bytes()) {
            waitingBytes.addAndGet(-submission.bytes);
            meters.shed();
            return Future.failedFuture(busy("More readings are waiting than the server can hold."));
        }
        waiting.add(submission);
        if (woken.compareAndSet(false, true)) {
            context.runOnContext(nothing -> {
                woken.set(false);
                fillSlots();
            });
        }
        return submission.done();
    }

    /** Not the caller's own context, of which each request has one, but the event loop under it. */
    private Context eventLoopOfCaller() {
        var caller = ContextInternal.current();
        return caller == null ? context : caller.unwrap();
    }

    /** Takes nothing more; completes when all that was taken has its answer. */
    Future<Void> close() {
        closing = true;
        context.runOnContext(nothing -> fillSlots());
        return drained.future();
    }

    private void fillSlots() {
        while (busySlots < config.writeSlots() && !waiting.isEmpty()) {
            var group = gather();
            if (!group.isEmpty()) {
                busySlots++;
                write(group);
            }
        }
        if (closing && busySlots == 0 && waiting.isEmpty()) {
            drained.tryComplete();
        }
    }

    private List<Submission> gather() {
        var group = new ArrayList<Submission>();
        var bytes = 0L;
        for (var next = waiting.peek(); next != null; next = waiting.peek()) {
            if (!group.isEmpty() && bytes + next.bytes > config.maxGroupBytes().bytes()) {
                break;
            }
            waiting.remove();
            if (System.nanoTime() - next.submittedNanos > config.writeDeadline().toNanos()) {
                waitingBytes.addAndGet(-next.bytes);
                finish(List.of(next), Future.failedFuture(busy("The database is too slow right now.")));
            } else {
                bytes += next.bytes;
                group.add(next);
            }
        }
        return group;
    }

    private void write(List<Submission> submissions) {
        var started = System.nanoTime();
        var group = Group.of(submissions);
        store(group, MOST_TRIES).compose(nothing -> settleEchoes(group)).onComplete(outcome -> {
            busySlots--;
            waitingBytes.addAndGet(
                    -submissions.stream().mapToLong(each -> each.bytes).sum());
            if (outcome.succeeded()) {
                meters.committed(group.size(), System.nanoTime() - started);
            }
            finish(submissions, outcome);
            fillSlots();
        });
    }

    /** Stores a group; a data error splits it, so that one collar's poison cannot refuse a thousand others. */
    private Future<Void> store(Group group, int tries) {
        var stamp = nextStamp();
        return repository
                .store(group.readings(), group.motions(), stamp)
                .compose(stored -> settle(group, stored, stamp))
                .recover(cause -> {
                    if (Failures.isTransient(cause) && tries > 1) {
                        return store(group, tries - 1);
                    }
                    if (!Failures.isData(cause)) {
                        return Future.failedFuture(cause);
                    }
                    if (group.size() == 1) {
                        group.settleAll(outcomeOfRefused(cause));
                        return Future.succeededFuture();
                    }
                    var halves = group.halves();
                    return store(halves.getFirst(), MOST_TRIES).compose(first -> store(halves.getLast(), MOST_TRIES));
                });
    }

    private static Outcome outcomeOfRefused(Throwable cause) {
        if (Failures.isMissingPartition(cause)) {
            LOG.atError().log("There is no partition for a reading within the window: the upkeep is behind");
            return Outcome.UNPLACED;
        }
        LOG.atWarn().setCause(cause).log("The database refuses one item for good");
        return Outcome.REFUSED;
    }

    private Future<Void> settle(Group group, int stored, long stamp) {
        Future<Void> settled;
        if (stored == group.size()) {
            group.settleAll(Outcome.ACCEPTED);
            settled = Future.succeededFuture();
        } else {
            settled = repository.settle(group.readings(), group.motions(), stamp);
        }
        return settled.onSuccess(nothing -> listener.committed(group.stored(stamp)));
    }

    private Future<Void> settleEchoes(Group group) {
        var readings = new ArrayList<Entry.OfReading>();
        var motions = new ArrayList<Entry.OfMotion>();
        for (var entry : group.settleEchoes()) {
            switch (entry) {
                case Entry.OfReading reading -> readings.add(reading);
                case Entry.OfMotion motion -> motions.add(motion);
            }
        }
        return repository.settle(readings, motions, NO_STAMP);
    }

    /** Strictly increasing, so that a row tells which group stored it. */
    private long nextStamp() {
        lastStamp = Math.max(lastStamp + 1, Micros.of(clock.instant()));
        return lastStamp;
    }

    /** Tells the senders, with one hop for each event loop and not one for each sender. */
    private static void finish(List<Submission> submissions, AsyncResult<Void> outcome) {
        submissions.stream()
                .collect(Collectors.groupingBy(submission -> submission.origin))
                .forEach((origin, here) ->
                        origin.runOnContext(nothing -> here.forEach(submission -> submission.finish(outcome))));
    }

    private static Refusal busy(String detail) {
        return Refusal.unavailable("server.busy", detail, RETRY_AFTER);
    }
}
