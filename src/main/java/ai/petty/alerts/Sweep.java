package ai.petty.alerts;

import ai.petty.alerts.Judge.Finding;
import ai.petty.alerts.StateRepository.Kept;
import ai.petty.alerts.rules.Change;
import ai.petty.alerts.rules.Ending;
import ai.petty.alerts.rules.Offline;
import ai.petty.alerts.rules.Rule;
import ai.petty.config.PettyConfig;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what no reading tells: that none come, and that nothing has contradicted the last one. Any number of processes may call it: one of
 * them does each sweep, and what it finds is entered once, whoever finds it.
 */
public final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private static final int MOST_AT_ONCE = 1_000;
    /** Of collars that are known to be silent: what is new goes before them. */
    private static final int MOST_SILENT_AT_ONCE = 200;

    /** So that a year can be looked back on. */
    private static final Duration KEPT = Duration.ofDays(400);

    /** When every process knows by then how a pet's zones were drawn anew. */
    private static final Duration ZONES_ARE_KNOWN = Duration.ofSeconds(11);

    /** A collar that has been silent for longer when it is first looked at has not fallen silent now. */
    private static final Duration LATELY = Duration.ofDays(1);

    private static final Duration RARELY = Duration.ofHours(1);
    private static final int SWEEPS_MISSED = 3;
    private static final int NANOS = 1_000;

    private final Database database;
    private final Judge judge;
    private final Offline offline;
    private final Ledger ledger;
    private final Surroundings surroundings;
    private final long interval;
    private final int reportIntervals;
    private final InstantSource clock;

    /** @param longestSilence of a collar that is well */
    public Sweep(
            Database database,
            PettyConfig.Alerts config,
            Duration longestSilence,
            Ledger ledger,
            Surroundings surroundings,
            InstantSource clock) {
        this.database = database;
        this.judge = new Judge(config);
        this.offline = new Offline(longestSilence, config.offline().reportIntervals());
        this.ledger = ledger;
        this.surroundings = surroundings;
        this.interval = micros(config.sweepInterval());
        this.reportIntervals = config.offline().reportIntervals();
        this.clock = clock;
    }

    /** Completes with whether it was this caller's to do. */
    public Future<Boolean> run() {
        var now = Micros.of(clock.instant());
        // A little early is better than a whole turn late.
        return database.ask(pool -> StateRepository.takeSweep(pool, now, interval * 3 / 4, interval * SWEEPS_MISSED))
                .compose(listening -> listening.isEmpty()
                        ? Future.succeededFuture(false)
                        : sweep(now, listening.getAsLong()).map(true));
    }

    private Future<Void> sweep(long now, long listening) {
        var due = database.ask(pool -> StateRepository.due(pool, now, MOST_AT_ONCE));
        var fallenSilent = database.ask(pool -> StateRepository.fallenSilent(
                pool, now - micros(LATELY), offline.silentBefore(now), now, reportIntervals, MOST_AT_ONCE));
        var silent = database.ask(pool -> StateRepository.dueAndSilent(pool, now, MOST_SILENT_AT_ONCE));
        return Future.all(due, fallenSilent, silent)
                .map(found -> {
                    var all = new LinkedHashSet<>(due.result());
                    all.addAll(fallenSilent.result());
                    all.addAll(silent.result());
                    return all;
                })
                .compose(pairings -> {
                    var done = Future.<Void>succeededFuture();
                    for (var pairing : pairings) {
                        done = done.compose(earlier -> attendOrLeave(pairing, listening, now));
                    }
                    return done;
                });
    }

    /** One that cannot be looked at now holds up nobody behind it. */
    private Future<Void> attendOrLeave(long pairingId, long listening, long now) {
        return database.transact(transaction -> attend(transaction, pairingId, listening, now))
                .recover(cause -> {
                    LOG.atWarn().setCause(cause).log("A pairing could not be swept; it is tried again");
                    return Future.succeededFuture();
                });
    }

    private Future<Void> attend(SqlConnection transaction, long pairingId, long listening, long now) {
        return StateRepository.lockIfFree(transaction, pairingId, now)
                .compose(found -> found.map(kept -> surroundings
                                .of(transaction, kept, false)
                                .compose(pet -> attend(transaction, kept, pet, listening, now)))
                        .orElseGet(Future::succeededFuture));
    }

    private Future<Void> attend(SqlConnection transaction, Kept kept, Circumstances pet, long listening, long now) {
        if (!kept.isOn()) {
            return StateRepository.keep(
                    transaction, kept.pairingId(), kept.memory(), kept.silentSince(), OptionalLong.empty());
        }
        var verdict = judge.silence(kept.memory(), now, pet);
        var findings = new ArrayList<>(verdict.findings());
        var hearing = new Offline.State(kept.silentSince(), kept.memory().backSince());
        if (kept.lastSeen().isPresent()) {
            var heard = new Offline.Heard(
                    kept.lastSeen().getAsLong(),
                    listening,
                    kept.memory().reports().usual());
            var turn = offline.step(hearing, heard, now);
            turn.change().ifPresent(change -> findings.add(new Finding(Rule.OFFLINE, change, Optional.empty())));
            hearing = turn.state();
        }
        return enter(transaction, kept, findings, verdict.memory(), hearing, now);
    }

    private Future<Void> enter(
            SqlConnection transaction,
            Kept kept,
            List<Finding> findings,
            Memory judged,
            Offline.State hearing,
            long now) {
        return ledger.enter(transaction, kept.pairingId(), kept.petId(), findings)
                .compose(withoutRoom -> {
                    var memory = judged.backSince(hearing.backSince());
                    for (var rule : withoutRoom) {
                        memory = memory.unopened(rule);
                    }
                    var next = withoutRoom.contains(Rule.OFFLINE) ? Offline.State.START : hearing;
                    return StateRepository.keep(
                            transaction,
                            kept.pairingId(),
                            memory,
                            next.since(),
                            next(kept, next, judge.due(memory), now));
                });
    }

    /**
     * The longer a collar has been silent the more rarely it is looked after: one in a drawer costs next to nothing. One that is heard
     * again is looked after closely, so that another silence is seen.
     */
    private OptionalLong next(Kept kept, Offline.State hearing, OptionalLong own, long now) {
        // A look that was asked for meanwhile, for a time to come, is not put off.
        var asked =
                kept.checkAt().isPresent() && kept.checkAt().getAsLong() > now ? kept.checkAt() : OptionalLong.empty();
        var due = Alerting.earlier(own, asked);
        if (hearing.since().isEmpty()) {
            return due;
        }
        var pause = hearing.backSince().isPresent()
                ? interval
                : Math.clamp((now - hearing.since().getAsLong()) / 10, interval, micros(RARELY));
        return OptionalLong.of(Math.min(now + pause, due.orElse(Long.MAX_VALUE)));
    }

    /** A pet's zones have been drawn anew, in the same transaction: what they end is ended soon, although nothing comes. */
    public Future<Void> zonesChanged(SqlClient transaction, UUID petId) {
        return StateRepository.checkAt(
                transaction, petId, Micros.of(clock.instant().plus(ZONES_ARE_KNOWN)));
    }

    /** Ends what came from collars that are no longer on the pet, and forgets what was over long ago; to be called now and then. */
    public Future<Void> tidy() {
        var now = Micros.of(clock.instant());
        return database.ask(pool -> AlertRepository.prune(pool, now - micros(KEPT), MOST_AT_ONCE))
                .compose(pruned -> database.ask(pool -> AlertRepository.ofEndedPairings(pool, now, MOST_AT_ONCE)))
                .compose(found -> {
                    var done = Future.<Void>succeededFuture();
                    for (var alert : found) {
                        done = done.compose(earlier -> unpaired(alert, now));
                    }
                    return done;
                });
    }

    private Future<Void> unpaired(Alert alert, long now) {
        var ended = new Finding(alert.id().rule(), new Change.Ended(now, Ending.UNPAIRED), Optional.empty());
        return database.transact(
                transaction -> ledger.enter(transaction, alert.id().pairingId(), alert.petId(), List.of(ended))
                        .mapEmpty());
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
