package ai.petty.inference;

import ai.petty.inference.behaviour.BehaviourMachine;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the least that must be evaluated, so that what is found is as if everything had come in order. */
final class Planner {
    /** When the machine is another one, what a pet does now is found first; all else follows. */
    private static final long WARM_UP = Duration.ofHours(25).toNanos() / 1_000;

    private static final long A_DAY = Duration.ofDays(1).toNanos() / 1_000;

    /** So much is counted in one statement: of a collar that reports each second, half a million rows. */
    private static final long COUNTED_AT_ONCE = 7 * A_DAY;

    private final Database database;
    private final BehaviourMachine machine;
    private final SealedUntil seals;
    private final Duration retention;

    Planner(Database database, BehaviourMachine machine, SealedUntil seals, Duration retention) {
        this.database = database;
        this.machine = machine;
        this.seals = seals;
        this.retention = retention;
    }

    /** @param news the oldest time at which something may be new, whether it was read or labelled only now */
    Future<Course> plan(Claim claim, Optional<Long> news, long now) {
        if (claim.head().isEmpty()) {
            return Future.succeededFuture(Course.from(afresh(claim, oldestKept(now)), Optional.empty()));
        }
        var head = claim.head().get();
        if (head.machine() != machine.version()) {
            return floor(claim.pairingId(), oldestKept(now), now)
                    .map(floor -> byAnotherMachine(claim, head, new Floor(floor, oldestKept(now))));
        }
        var late = late(claim, head, news);
        if (late.isEmpty()) {
            return Future.succeededFuture(Course.from(start(claim, head), claim.redoFrom()));
        }
        return floor(claim.pairingId(), late.get(), now)
                .compose(floor -> floor > head.t()
                        ? Future.succeededFuture(Course.from(start(claim, head), Optional.empty()))
                        : fromCheckpoint(claim, head, late.get(), new Floor(floor, oldestKept(now))));
    }

    /**
     * Nothing is written before {@code at}.
     *
     * @param oldestKept readings are there from then on
     */
    private record Floor(long at, long oldestKept) {
        /** Where to begin with nothing in mind, so that from {@code from} on it is known what was going on there. */
        long warmUp(long from) {
            return from > at ? from : Math.max(oldestKept, at - WARM_UP);
        }
    }

    /** The oldest time before the head's at which something is to be looked at; empty when there are only news behind the head. */
    private static Optional<Long> late(Claim claim, Claim.Head head, Optional<Long> news) {
        if (head.t() >= claim.validTo()) {
            // The collar came off the pet a little before what was evaluated of it.
            return Optional.of(claim.validTo());
        }
        if (news.isPresent() && news.get() > head.t()) {
            // The present goes before what is to be done again of the past.
            return Optional.empty();
        }
        return Stream.concat(news.stream(), claim.redoFrom().stream()).min(Long::compare);
    }

    private Course byAnotherMachine(Claim claim, Claim.Head head, Floor floor) {
        var soon = Checkpoint.floor(head.t() - WARM_UP, Checkpoint.COARSE);
        return floor.at() < soon
                ? Course.from(afresh(claim, soon), Optional.of(floor.at()))
                : Course.from(afresh(claim, floor.warmUp(floor.at())), Optional.empty());
    }

    private Start afresh(Claim claim, long from) {
        return new Start(from, Optional.empty(), machine.start(claim.pairingId()), Counts.NONE);
    }

    private Start start(Claim claim, Claim.Head head) {
        var state = machine.decode(claim.pairingId(), head.state().getBytes());
        return new Start(head.t() + 1, Optional.of(head.t()), state, head.counts());
    }

    private Start start(Claim claim, Checkpoint checkpoint) {
        var state = machine.decode(claim.pairingId(), checkpoint.state().getBytes());
        return new Start(checkpoint.t(), Optional.of(checkpoint.t()), state, Counts.NONE);
    }

    /** From an hour after the oldest readings that are kept: what is older is dropped, or may be while it is read. */
    long oldestKept(long now) {
        var oldest = Micros.instant(now).minus(retention).plus(Duration.ofHours(1));
        return Micros.of(oldest.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(1)));
    }

    /** Before this nothing is evaluated any more. */
    private Future<Long> floor(long pairingId, long from, long now) {
        return sealed(database, pairingId, from, now).map(until -> Math.max(until, oldestKept(now)));
    }

    private Future<Long> sealed(Database client, long pairingId, long from, long now) {
        return from > now - A_DAY
                ? Future.succeededFuture(Long.MIN_VALUE)
                : client.ask(pool -> seals.of(pool, pairingId));
    }

    private Future<Course> fromCheckpoint(Claim claim, Claim.Head head, long from, Floor floor) {
        var late = Math.max(from, floor.at());
        return database.ask(pool -> CheckpointRepository.from(pool, claim.pairingId(), late, machine.version()))
                .compose(stored -> {
                    if (stored.isEmpty()) {
                        return Future.succeededFuture(Course.from(afresh(claim, floor.warmUp(late)), Optional.empty()));
                    }
                    var bounds = stored.stream().map(Checkpoint::t).toList();
                    var to = Math.min(head.t() + 1, claim.validTo());
                    return count(claim.pairingId(), bounds, bounds.getFirst(), to, new HashMap<>())
                            .map(counts -> course(claim, head, late, floor, known(claim, head, stored, counts)));
                });
    }

    private Future<Map<Integer, Counts>> count(
            long pairingId, List<Long> bounds, long from, long to, Map<Integer, Counts> counts) {
        if (from >= to) {
            return Future.succeededFuture(counts);
        }
        var until = Math.min(to, from + COUNTED_AT_ONCE);
        return database.ask(pool -> InputRepository.count(pool, pairingId, bounds, from, until))
                .compose(some -> {
                    some.forEach((place, more) -> counts.merge(place, more, Counts::plus));
                    return count(pairingId, bounds, until, to, counts);
                });
    }

    private static List<Course.Known> known(
            Claim claim, Claim.Head head, List<Checkpoint> stored, Map<Integer, Counts> counts) {
        var known = new ArrayList<Course.Known>(stored.size());
        var motionBefore = false;
        for (var place = 0; place < stored.size(); place++) {
            var isLast = place == stored.size() - 1;
            var was = isLast ? head.counts() : stored.get(place + 1).counts();
            var is = counts.getOrDefault(place, Counts.NONE);
            var ends = isLast ? Long.MAX_VALUE : stored.get(place + 1).t();
            var begins = place == 0 ? Long.MIN_VALUE : stored.get(place).t();
            var toBeRedone = claim.redoFrom()
                    .filter(redo -> redo >= begins && redo < ends)
                    .isPresent();
            known.add(new Course.Known(stored.get(place), !is.equals(was) || motionBefore || toBeRedone));
            // Motion that begins in one stretch may reach into the next.
            motionBefore = is.motions() != was.motions();
        }
        return known;
    }

    private Course course(Claim claim, Claim.Head head, long late, Floor floor, List<Course.Known> known) {
        var atHead = Optional.of(start(claim, head));
        if (known.getFirst().checkpoint().t() > late) {
            // Nothing was known before the oldest of it.
            return new Course(afresh(claim, floor.warmUp(late)), known, atHead, Optional.empty());
        }
        var whole = new Course(atHead.get(), known, atHead, Optional.empty());
        var place = whole.nextChanged(0);
        return place == known.size()
                ? Course.from(atHead.get(), Optional.empty())
                : new Course(
                        start(claim, known.get(place).checkpoint()),
                        known.subList(place + 1, known.size()),
                        atHead,
                        Optional.empty());
    }
}
