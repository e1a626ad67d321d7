package ai.petty.inference;

import ai.petty.inference.behaviour.Observation;
import ai.petty.ingest.CommitListener.Stored;
import ai.petty.store.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * All that is to be evaluated of one pairing from one time to another, in order, read in pages. At the same time readings come first.
 */
final class Inputs {
    /** A piece of motion is a minute long at the most; none that begins earlier has a window left. */
    static final long LONGEST_MOTION = Duration.ofMinutes(2).toNanos() / 1_000;

    private static final int LABELS_AT_ONCE = 200;

    private final Database database;
    private final long pairingId;
    private final long from;
    private final long to;
    private final int page;

    private final ArrayDeque<Stored> readings = new ArrayDeque<>();
    private long lastT;
    private int lastN = Integer.MIN_VALUE;
    private boolean readingsOver;

    private final PriorityQueue<Queued> motions = new PriorityQueue<>(Comparator.comparingLong(Queued::t)
            .thenComparingLong(Queued::motion)
            .thenComparingInt(Queued::place));
    private long lastLabelled;
    private boolean labelsOver;

    /** @param place within its motion; the motion's begin comes before its windows */
    private record Queued(long motion, int place, Input input) {
        long t() {
            return input.t();
        }
    }

    /**
     * @param from inclusive, and {@code to}: exclusive; microseconds since 1970 UTC
     * @param page how many readings are read at once
     */
    Inputs(Database database, long pairingId, long from, long to, int page) {
        this.database = database;
        this.pairingId = pairingId;
        this.from = from;
        this.to = to;
        this.page = page;
        this.lastT = from;
        this.lastLabelled = from - LONGEST_MOTION;
        this.readingsOver = from >= to;
        this.labelsOver = from >= to;
    }

    /** The next few, or none when there are no more. */
    Future<List<Input>> next() {
        var ready = takeReady();
        if (!ready.isEmpty() || (readingsOver && labelsOver)) {
            return Future.succeededFuture(ready);
        }
        return (!readingsOver && readings.isEmpty() ? readReadings() : readLabels()).compose(read -> next());
    }

    /** Everything before which nothing unread can come. */
    private List<Input> takeReady() {
        var labelsKnown = labelsOver ? Long.MAX_VALUE : lastLabelled;
        var ready = new ArrayList<Input>();
        while (true) {
            var reading = readings.peek();
            var motion = motions.peek();
            var readingsKnown = readingsOver ? Long.MAX_VALUE : lastT - 1;
            if (reading != null
                    && reading.reading().t() <= labelsKnown
                    && (motion == null || reading.reading().t() <= motion.t())) {
                ready.add(new Input.OfReading(readings.remove()));
            } else if (motion != null
                    && motion.t() <= labelsKnown
                    && motion.t() <= readingsKnown
                    && (reading == null || motion.t() < reading.reading().t())) {
                ready.add(motions.remove().input());
            } else {
                return ready;
            }
        }
    }

    private Future<Void> readReadings() {
        return database.ask(pool -> InputRepository.readings(pool, pairingId, lastT, lastN, to, page))
                .map(rows -> {
                    readings.addAll(rows);
                    readingsOver = rows.size() < page;
                    if (!rows.isEmpty()) {
                        lastT = rows.getLast().reading().t();
                        lastN = rows.getLast().reading().n();
                    }
                    return null;
                });
    }

    private Future<Void> readLabels() {
        return database.ask(pool -> InputRepository.labels(pool, pairingId, lastLabelled, to, LABELS_AT_ONCE))
                .map(rows -> {
                    rows.forEach(this::queue);
                    labelsOver = rows.size() < LABELS_AT_ONCE;
                    if (!rows.isEmpty()) {
                        lastLabelled = rows.getLast().t0();
                    }
                    return null;
                });
    }

    private void queue(InputRepository.Labelled labelled) {
        var place = 0;
        queue(new Queued(labelled.t0(), place++, new Input.MotionBegins(labelled.t0())));
        for (var window : labelled.motion().windows()) {
            var observation = new Observation.OfMotion(window, labelled.motion().model());
            queue(new Queued(labelled.t0(), place++, new Input.OfWindow(observation)));
        }
    }

    private void queue(Queued one) {
        if (one.t() >= from && one.t() < to) {
            motions.add(one);
        }
    }
}
