package ai.petty.ingest;

import java.util.ArrayList;
import java.util.List;

/**
 * What goes into one statement: items with distinct keys, readings sorted by key. Items that repeat a key of the group
 * follow the first of them.
 */
final class Group {
    private final List<Entry.OfReading> readings;
    private final List<Entry.OfMotion> motions;
    private final List<Echo> echoes;

    /** An item with the key of another: a duplicate of it, or a conflict with it. */
    private record Echo(Entry entry, Entry first, boolean sameValues) {}

    private Group(List<Entry.OfReading> readings, List<Entry.OfMotion> motions, List<Echo> echoes) {
        this.readings = readings;
        this.motions = motions;
        this.echoes = echoes;
    }

    static Group of(List<Submission> submissions) {
        var readings = new ArrayList<Entry.OfReading>();
        var motions = new ArrayList<Entry.OfMotion>();
        var echoes = new ArrayList<Echo>();
        for (var submission : submissions) {
            for (var entry : submission.entries) {
                switch (entry) {
                    case Entry.OfReading reading -> readings.add(reading);
                    case Entry.OfMotion motion -> addMotion(motion, motions, echoes);
                }
            }
        }
        // stable: of two with one key the one that came first stays first
        readings.sort(Entry.OfReading.BY_KEY);
        return new Group(withoutEchoes(readings, echoes), motions, echoes);
    }

    private static List<Entry.OfReading> withoutEchoes(List<Entry.OfReading> sorted, List<Echo> echoes) {
        var distinct = new ArrayList<Entry.OfReading>(sorted.size());
        for (var entry : sorted) {
            if (!distinct.isEmpty() && distinct.getLast().hasKeyOf(entry)) {
                var first = distinct.getLast();
                echoes.add(new Echo(entry, first, first.reading.equals(entry.reading)));
            } else {
                distinct.add(entry);
            }
        }
        return distinct;
    }

    private static void addMotion(Entry.OfMotion motion, List<Entry.OfMotion> motions, List<Echo> echoes) {
        for (var first : motions) {
            if (first.hasKeyOf(motion)) {
                echoes.add(new Echo(motion, first, first.motion.equals(motion.motion)));
                return;
            }
        }
        motions.add(motion);
    }

    List<Entry.OfReading> readings() {
        return readings;
    }

    List<Entry.OfMotion> motions() {
        return motions;
    }

    int size() {
        return readings.size() + motions.size();
    }

    void settleAll(Outcome outcome) {
        readings.forEach(entry -> entry.settle(outcome));
        motions.forEach(entry -> entry.settle(outcome));
    }

    /**
     * When the first of each key has its outcome, so have those that repeat it.
     *
     * @return those that must still be held against what is stored: their first lost to a row that they may equal
     */
    List<Entry> settleEchoes() {
        var open = new ArrayList<Entry>();
        for (var echo : echoes) {
            switch (echo.first.outcome()) {
                case ACCEPTED, DUPLICATE -> echo.entry.settle(echo.sameValues ? Outcome.DUPLICATE : Outcome.CONFLICT);
                case REFUSED, UNPLACED -> echo.entry.settle(echo.first.outcome());
                case CONFLICT -> {
                    if (echo.sameValues) {
                        echo.entry.settle(Outcome.CONFLICT);
                    } else {
                        open.add(echo.entry);
                    }
                }
            }
        }
        return open;
    }

    /** Two smaller groups; only for a group of at least two. */
    List<Group> halves() {
        var half = size() / 2;
        var fewerReadings = Math.min(half, readings.size());
        var fewerMotions = half - fewerReadings;
        var first = new Group(readings.subList(0, fewerReadings), motions.subList(0, fewerMotions), new ArrayList<>());
        var second = new Group(
                readings.subList(fewerReadings, readings.size()),
                motions.subList(fewerMotions, motions.size()),
                new ArrayList<>());
        return List.of(first, second);
    }

    /** What is new in the database. */
    List<CommitListener.Stored> stored(long stamp) {
        var stored = new ArrayList<CommitListener.Stored>(readings.size());
        for (var entry : readings) {
            if (entry.outcome() == Outcome.ACCEPTED) {
                stored.add(new CommitListener.Stored(entry.pairingId, entry.reading, stamp));
            }
        }
        return stored;
    }
}
