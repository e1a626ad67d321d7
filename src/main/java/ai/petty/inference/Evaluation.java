package ai.petty.inference;

import ai.petty.inference.behaviour.BehaviourMachine;
import ai.petty.ingest.CommitListener.Stored;
import ai.petty.store.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the course of one turn, from what is stored to what was found. Nothing is written here. */
final class Evaluation {
    /** Of the newest hour there are more checkpoints than of what is older. */
    private static final long NEWEST = Duration.ofHours(1).toNanos() / 1_000;

    private final Database database;
    private final BehaviourMachine machine;
    private final Claim claim;
    private final Course course;
    private final Bounds bounds;

    private final List<Stretch> stretches = new ArrayList<>();
    private final List<Stored> fresh = new ArrayList<>();
    private Replay replay;
    private Inputs inputs;
    /** The place of the next checkpoint that the replay comes to. */
    private int next;

    private int taken;

    /**
     * How much, and what of it.
     *
     * @param now what is later is not looked at yet, microseconds since 1970 UTC
     * @param to exclusive
     * @param page how many readings are read at once
     * @param most how many observations are taken in before others have their turn
     * @param lately how late a reading may be stored and be news to those who follow, microseconds
     */
    record Bounds(long now, long to, int page, int most, long lately) {}

    /**
     * What a turn has led to.
     *
     * @param head empty when it is as it was
     * @param newsFrom where to go on, when there was too much for one turn
     * @param endsAt when what goes on ends, should nothing come
     * @param nextAt when the time of something comes that is already here
     * @param fresh readings that are newer than all that was known, and others that may be new to those who follow
     * @param taken how many observations the machine was given
     */
    record Outcome(
            List<Stretch> stretches,
            Optional<Claim.Head> head,
            Optional<Long> newsFrom,
            Optional<Long> redoFrom,
            Optional<Long> endsAt,
            Optional<Long> nextAt,
            List<Stored> fresh,
            int taken) {}

    Evaluation(Database database, BehaviourMachine machine, Claim claim, Course course, Bounds bounds) {
        this.database = database;
        this.machine = machine;
        this.claim = claim;
        this.course = course;
        this.bounds = bounds;
        this.replay = new Replay(machine, course.first());
        this.inputs = inputs(course.first());
    }

    private Inputs inputs(Start start) {
        return new Inputs(
                database, claim.pairingId(), Math.max(start.from(), claim.validFrom()), bounds.to(), bounds.page());
    }

    Future<Outcome> run() {
        return inputs.next().compose(batch -> {
            if (batch.isEmpty()) {
                return Future.succeededFuture(atTheEnd(Optional.empty()));
            }
            var from = inputs;
            for (var input : batch) {
                if (input.t() > bounds.now()) {
                    return Future.succeededFuture(atTheEnd(Optional.of(input.t())));
                }
                if (replay.position().isEmpty() || replay.isBefore(input.t())) {
                    var outcome = comeTo(input.t());
                    if (outcome.isPresent()) {
                        return Future.succeededFuture(outcome.get());
                    }
                    if (inputs != from) {
                        break; // it goes on elsewhere
                    }
                }
                take(input);
            }
            return run();
        });
    }

    private void take(Input input) {
        if (input instanceof Input.OfReading reading && mayBeNew(reading.stored())) {
            fresh.add(reading.stored());
        }
        if (!(input instanceof Input.MotionBegins)) {
            taken++;
        }
        replay.take(input);
    }

    private boolean isNewest(long t) {
        return claim.head().isEmpty() || t > claim.head().get().t();
    }

    /**
     * What is known may end at the very time of a reading, or a moment after it, and the reading was yet stored at once. Which of those have
     * been told before is for those to know who were told.
     */
    private boolean mayBeNew(Stored stored) {
        var t = stored.reading().t();
        return isNewest(t)
                || (t > claim.head().orElseThrow().t() - bounds.lately() && stored.receivedAt() - t <= bounds.lately());
    }

    /** Between two times: makes the checkpoints that belong there, and looks whether the rest is as it was. */
    private Optional<Outcome> comeTo(long t) {
        var isBehindAll = course.head().isEmpty() || isNewest(t);
        if (isBehindAll && taken >= bounds.most() && replay.position().isPresent()) {
            return Optional.of(stopped());
        }
        for (var time : checkpointsBefore(t)) {
            replay.checkpoint(time);
            var isKnown = next < course.known().size()
                    && course.known().get(next).checkpoint().t() == time;
            if (isKnown && replay.agreesWith(course.known().get(next).checkpoint())) {
                var changed = course.nextChanged(next);
                if (changed > next) {
                    goOnFrom(time, changed);
                    return Optional.empty();
                }
            }
            if (isKnown) {
                next++;
            }
            if (!isBehindAll && taken >= bounds.most()) {
                stretches.add(replay.until(time));
                return Optional.of(outcome(Optional.empty(), Optional.empty(), Optional.of(time), Optional.empty()));
            }
        }
        return Optional.empty();
    }

    /** With those that are known there: behind each of them may lie something that is compared with what was. */
    private List<Long> checkpointsBefore(long t) {
        var times = new ArrayList<>(replay.checkpointsBefore(t, bounds.now() - NEWEST));
        for (var place = next; place < course.known().size(); place++) {
            var known = course.known().get(place).checkpoint().t();
            if (known > t) {
                break;
            }
            if (!times.contains(known)) {
                times.add(known);
            }
        }
        times.sort(null);
        return times;
    }

    /** From {@code time} on everything is as it was, up to the known checkpoint at this place. */
    private void goOnFrom(long time, int place) {
        stretches.add(replay.until(time));
        Start start;
        if (place == course.known().size()) {
            start = course.head().orElseThrow();
        } else {
            var checkpoint = course.known().get(place).checkpoint();
            var state = machine.decode(claim.pairingId(), checkpoint.state().getBytes());
            start = new Start(checkpoint.t(), Optional.of(checkpoint.t()), state, Counts.NONE);
        }
        next = place + 1;
        replay = new Replay(machine, start);
        inputs = inputs(start);
    }

    /** In the middle of what is newer than all that was known: it goes on from here. */
    private Outcome stopped() {
        var position = replay.position().orElseThrow();
        stretches.add(replay.untilHere());
        return outcome(replay.head(), Optional.of(position + 1), course.redoFrom(), Optional.empty());
    }

    private Outcome atTheEnd(Optional<Long> nextAt) {
        stretches.add(replay.untilNow(bounds.now()));
        var head = replay.head().or(() -> claim.head().map(old -> replay.headAt(old.t())));
        return outcome(head, Optional.empty(), course.redoFrom(), nextAt);
    }

    private Outcome outcome(
            Optional<Claim.Head> head, Optional<Long> newsFrom, Optional<Long> redoFrom, Optional<Long> nextAt) {
        return new Outcome(stretches, head, newsFrom, redoFrom, replay.endsAt(bounds.now()), nextAt, fresh, taken);
    }
}
