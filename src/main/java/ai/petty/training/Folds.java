package ai.petty.training;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which rows are held out together. Never single rows: what is next to a row is nearly the same row. */
record Folds(Map<String, Predicate<Rows.Row>> held) {
    private static final int BLOCKS = 4;

    /** One recording after the other. */
    static Folds byRecording(List<Recorded> recordings) {
        var names = new ArrayList<>(
                new TreeSet<>(recordings.stream().map(Recorded::name).toList()));
        return of(names.size(), row -> names.indexOf(row.recording().name()));
    }

    static Folds byDay(List<Recorded> recordings) {
        var days = new ArrayList<>(
                new TreeSet<>(recordings.stream().map(Recorded::day).toList()));
        return of(days.size(), row -> days.indexOf(row.recording().day()));
    }

    /** A quarter of the time of each recording: optimistic, and all there is where a class is one recording. */
    static Folds byTime() {
        return of(BLOCKS, Folds::block);
    }

    private static int block(Rows.Row row) {
        return Math.min(BLOCKS - 1, (int) (row.atS() / row.recording().seconds() * BLOCKS));
    }

    /** Days where there are several, a quarter of the time where a device has only one. */
    static Folds byDayOrTime(List<Recorded> recordings) {
        var deviceToDays = new LinkedHashMap<String, TreeSet<String>>();
        for (var recording : recordings) {
            deviceToDays
                    .computeIfAbsent(recording.device(), device -> new TreeSet<>())
                    .add(recording.day());
        }
        return of(BLOCKS, row -> {
            if (row.isSaid()) {
                return BLOCKS; // never held out: temperatures are found on recordings alone
            }
            var days = requireNonNull(deviceToDays.get(row.recording().device()));
            return days.size() < 2
                    ? block(row)
                    : new ArrayList<>(days).indexOf(row.recording().day()) % BLOCKS;
        });
    }

    private static Folds of(int count, Function<Rows.Row, Integer> fold) {
        var held = new LinkedHashMap<String, Predicate<Rows.Row>>();
        for (var i = 0; i < count; i++) {
            var number = i;
            held.put("fold " + (i + 1), row -> fold.apply(row) == number);
        }
        return new Folds(held);
    }
}
