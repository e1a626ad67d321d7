package ai.petty.inference;

import ai.petty.inference.ClaimRepository.Claimant;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that every pairing with news is evaluated by one process at a time. The marks in the database are the truth: what is
 * nudged here is only sooner. Everything happens on one event loop.
 */
final class EvaluationEngine {
    private static final Logger LOG = LoggerFactory.getLogger(EvaluationEngine.class);

    /** So many are claimed in one statement, and share the wait for those who may have looked at their marks. */
    private static final int CLAIMED_AT_ONCE = 32;

    private static final int FOUND_AT_ONCE = 500;

    /** How soon it is asked again whether a transaction has ended; most last a few milliseconds. */
    private static final Duration LOOK = Duration.ofMillis(5);

    /** How soon somebody who waits looks again. */
    private static final Duration AWAITED = Duration.ofMillis(15);

    private static final Duration LONGEST_AWAITED = Duration.ofSeconds(10);

    /** While the database is away. */
    private static final Duration REST = Duration.ofSeconds(1);

    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(5);
    private static final Duration LONGEST_BACK_OFF = Duration.ofHours(1);

    private final Vertx vertx;
    private final Database database;
    private final Evaluator evaluator;
    private final Claimant claimant;
    private final Pace pace;
    private final InstantSource clock;
    private final EvaluationMeters meters;

    private final LongSupplier nanos = System::nanoTime;
    private final Turns turns;
    private final Deque<Held> claimed = new ArrayDeque<>();
    /** Somebody waits for these: they are claimed although they were evaluated a moment ago. */
    private final Set<Long> hurried = new HashSet<>();

    private final Promise<Void> idle = Promise.promise();
    private int running;
    private boolean claiming;
    private boolean polling;
    private boolean resting;
    private boolean stopping;
    private boolean mayBeOutdated = true;
    private long pollTimer;
    private Context context;

    /**
     * How fast.
     *
     * @param atOnce pairings that are evaluated at the same time
     * @param poll how often it is asked what other processes have left
     */
    record Pace(int atOnce, Duration poll) {}

    /** @param at when it was claimed, nanoseconds */
    private record Held(Claim claim, long at) {}

    EvaluationEngine(
            Vertx vertx,
            Database database,
            Evaluator evaluator,
            Claimant claimant,
            Pace pace,
            InstantSource clock,
            EvaluationMeters meters) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.database = database;
        this.evaluator = evaluator;
        this.claimant = claimant;
        this.pace = pace;
        this.clock = clock;
        this.meters = meters;
        this.turns = new Turns(claimant.debounce(), nanos);
        meters.watch(turns::lagSeconds, turns::size);
    }

    /** To be called on the event loop that is to be the engine's. */
    void start() {
        context = vertx.getOrCreateContext();
        pollTimer = vertx.setPeriodic(pace.poll().toMillis(), tick -> poll());
        poll();
    }

    /** There is something new of these. To be called on the engine's event loop. */
    void nudge(Collection<Long> pairingIds) {
        pairingIds.forEach(turns::add);
        pump();
    }

    /**
     * Completes when nothing of a pet waits to be evaluated, at once when there is nothing; or when that has taken so long that nobody
     * waits for it any more. To be called on the engine's event loop.
     */
    Future<Void> evaluated(UUID petId) {
        return evaluated(petId, nanos.getAsLong());
    }

    private Future<Void> evaluated(UUID petId, long since) {
        return database.ask(pool -> ClaimRepository.pending(pool, claimant, petId))
                .compose(pending -> {
                    if (pending.isEmpty() || stopping || nanos.getAsLong() - since > LONGEST_AWAITED.toNanos()) {
                        return Future.succeededFuture();
                    }
                    hurried.addAll(pending);
                    pending.forEach(turns::hurry);
                    pump();
                    var looked = Promise.<Void>promise();
                    vertx.setTimer(AWAITED.toMillis(), timer -> looked.complete());
                    return looked.future().compose(nothing -> evaluated(petId, since));
                });
    }

    /** Takes no more; completes when what is under way is done, and what was taken for nothing is given back. */
    Future<Void> stop() {
        stopping = true;
        vertx.cancelTimer(pollTimer);
        pump();
        return idle.future().compose(nothing -> {
            var unused = claimed.stream().map(held -> held.claim().pairingId()).toList();
            claimed.clear();
            return unused.isEmpty()
                    ? Future.succeededFuture()
                    : database.ask(pool -> ClaimRepository.release(pool, claimant.owner(), unused))
                            // They run out by themselves.
                            .otherwiseEmpty();
        });
    }

    private long now() {
        return Micros.of(clock.instant());
    }

    private void poll() {
        if (polling || stopping || resting) {
            return;
        }
        polling = true;
        database.ask(pool -> ClaimRepository.waiting(pool, claimant, now(), FOUND_AT_ONCE))
                .onSuccess(this::nudge)
                .compose(found -> mayBeOutdated ? findOutdated() : Future.succeededFuture())
                .onFailure(cause -> LOG.atDebug().setCause(cause).log("Could not ask what is to be evaluated"))
                .onComplete(asked -> polling = false);
    }

    /** None becomes outdated while a process runs: its machine stays the same. */
    private Future<Void> findOutdated() {
        var since = Micros.of(clock.instant().minus(evaluator.retention()));
        return database.ask(pool -> ClaimRepository.outdated(pool, claimant, since, FOUND_AT_ONCE))
                .onSuccess(found -> {
                    mayBeOutdated = !found.isEmpty();
                    nudge(found);
                })
                .mapEmpty();
    }

    private void pump() {
        while (!stopping && !resting && running < pace.atOnce() && !claimed.isEmpty()) {
            evaluate(claimed.remove());
        }
        if (!stopping && !resting && !claiming && claimed.size() < pace.atOnce() && turns.isWaiting()) {
            claim();
        }
        if (stopping && running == 0 && !claiming) {
            idle.tryComplete();
        }
    }

    private void claim() {
        claiming = true;
        var asked = turns.take(CLAIMED_AT_ONCE);
        var at = nanos.getAsLong();
        var who = hurried.removeAll(asked) ? claimant.atOnce() : claimant;
        database.ask(pool -> ClaimRepository.claim(pool, who, now(), asked))
                .compose(claims -> claims.isEmpty()
                        ? Future.succeededFuture(claims)
                        : whenEnded(claims.getFirst().xid(), at).map(claims))
                .onComplete(answer -> {
                    claiming = false;
                    if (answer.failed()) {
                        asked.forEach(turns::again);
                        rest(answer.cause());
                    } else {
                        take(asked, answer.result(), at);
                    }
                    pump();
                });
    }

    private void take(List<Long> asked, List<Claim> claims, long at) {
        var idToClaim = claims.stream().collect(Collectors.toMap(Claim::pairingId, claim -> claim));
        for (var pairingId : asked) {
            var claim = idToClaim.get(pairingId);
            if (claim == null) {
                turns.drop(pairingId);
            } else {
                claimed.add(new Held(claim, at));
            }
        }
    }

    /**
     * Waits until whoever may have looked at a mark before it was taken off, and found it old enough, has committed: only then is
     * everything to be read that the mark stood for.
     */
    private Future<Void> whenEnded(String xid, long since) {
        return database.ask(pool -> ClaimRepository.stillRunning(pool, xid)).compose(running -> {
            if (!running) {
                return Future.succeededFuture();
            }
            if (isWorn(since)) {
                return Future.failedFuture(new IllegalStateException("a transaction does not end"));
            }
            var looked = Promise.<Void>promise();
            vertx.setTimer(LOOK.toMillis(), timer -> looked.complete());
            return looked.future().compose(nothing -> whenEnded(xid, since));
        });
    }

    /** Half of the lease is over: what begins now might not end within it. */
    private boolean isWorn(long since) {
        return nanos.getAsLong() - since > claimant.lease().toNanos() / 2;
    }

    private void evaluate(Held held) {
        var claim = held.claim();
        if (isWorn(held.at())) {
            turns.again(claim.pairingId());
            return;
        }
        running++;
        var began = nanos.getAsLong();
        Future.succeededFuture().compose(nothing -> evaluator.evaluate(claim)).onComplete(answer -> {
            if (answer.succeeded()) {
                done(claim, answer.result(), began);
                release();
            } else {
                failed(claim, answer.cause()).onComplete(noted -> release());
            }
        });
    }

    private void release() {
        running--;
        pump();
    }

    private void done(Claim claim, Evaluator.Result result, long began) {
        var pairingId = claim.pairingId();
        var turnNanos = nanos.getAsLong() - began;
        if (result.isMore()) {
            turns.again(pairingId);
            meters.done(result.taken(), result.fresh(), turnNanos, 0);
        } else {
            meters.done(result.taken(), result.fresh(), turnNanos, turns.done(pairingId));
            vertx.setTimer(Math.max(1, claimant.debounce().toMillis()), rested -> pump());
        }
    }

    private Future<Void> failed(Claim claim, Throwable cause) {
        var pairingId = claim.pairingId();
        if (cause instanceof Overtaken) {
            meters.overtaken();
            turns.drop(pairingId);
            return Future.succeededFuture();
        }
        if (cause instanceof Refusal) {
            turns.again(pairingId);
            rest(cause);
            return Future.succeededFuture();
        }
        meters.failed();
        turns.drop(pairingId);
        LOG.atError()
                .setCause(cause)
                .addKeyValue("pairing_id", pairingId)
                .log("A pairing could not be evaluated; it is tried again later");
        return database.ask(
                        pool -> ClaimRepository.failed(pool, claimant.owner(), claim, FIRST_BACK_OFF, LONGEST_BACK_OFF))
                // The lease runs out by itself.
                .otherwiseEmpty();
    }

    /** The database is away or busy: nothing is lost, and nobody is helped by asking it again at once. */
    private void rest(Throwable cause) {
        LOG.atDebug().setCause(cause).log("Evaluating rests for a moment");
        if (!resting) {
            resting = true;
            vertx.setTimer(REST.toMillis(), rested -> {
                resting = false;
                pump();
            });
        }
    }

    /** Runs something on the engine's event loop. */
    void run(Runnable what) {
        context.runOnContext(nothing -> what.run());
    }
}
