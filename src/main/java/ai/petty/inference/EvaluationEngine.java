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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    /** While the database is away. */
    private static final Duration REST = Duration.ofSeconds(1);

    /** A pairing that is refused so often while others are not is itself what the database cannot bear. */
    private static final int MOST_REFUSALS = 3;

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
    /** How often the database has had no answer for each in a row, while it had answers for others. */
    private final Map<Long, Integer> idToRefusals = new HashMap<>();

    private final Waiters waiters;
    private final Onlookers onlookers;

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
        this.waiters = new Waiters(vertx, this::isPending);
        this.onlookers = new Onlookers(vertx, database);
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
        return waiters.wait(petId);
    }

    private Future<Boolean> isPending(UUID petId) {
        return database.ask(pool -> ClaimRepository.pending(pool, claimant, petId))
                .map(pending -> {
                    hurried.addAll(pending);
                    pending.forEach(turns::hurry);
                    pump();
                    return !pending.isEmpty() && !stopping;
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
                        : onlookers
                                .ended(claims.getFirst().xid(), () -> isWorn(at))
                                .map(claims))
                .onComplete(answer -> {
                    claiming = false;
                    if (answer.failed()) {
                        idToRefusals.clear(); // it is not they
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
        idToRefusals.remove(pairingId);
        if (result.isMore()) {
            turns.again(pairingId);
            meters.done(result.taken(), result.fresh(), turnNanos, 0);
        } else {
            meters.done(result.taken(), result.fresh(), turnNanos, turns.waitedNanos(pairingId));
            turns.done(pairingId);
            vertx.setTimer(Math.max(1, claimant.debounce().toMillis()), rested -> pump());
        }
    }

    private Future<Void> failed(Claim claim, Throwable cause) {
        var pairingId = claim.pairingId();
        if (cause instanceof Overtaken) {
            meters.overtaken();
            idToRefusals.remove(pairingId);
            turns.drop(pairingId);
            return Future.succeededFuture();
        }
        if (cause instanceof Refusal && idToRefusals.merge(pairingId, 1, Integer::sum) < MOST_REFUSALS) {
            turns.again(pairingId);
            rest(cause);
            return Future.succeededFuture();
        }
        idToRefusals.remove(pairingId);
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
