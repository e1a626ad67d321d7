package ai.petty.training;

import ai.petty.inference.motion.MotionModel.Tuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How good the model is on what it has not seen: whole recordings, days and devices held out. The bar is measured on the same
 * windows in the same run.
 */
final class Evaluation {
    private static final double MINUTE_S = 60;
    private static final double WINDOW_S = 2;

    private final List<Recorded> recordings;
    private final Rows rows;
    private final Learners learners;
    private final Consumer<Line> told;

    /**
     * One row of the table.
     *
     * @param split what was held out
     * @param who ours, or the bar
     */
    record Line(String split, String who, Scores scores) {
        /** Empty where there is nothing to judge. */
        static Optional<Line> of(String split, String who, List<Guess> guesses) {
            return Scores.judged(guesses).isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Line(split, who, Scores.of(guesses)));
        }
    }

    /** @param told is given each line when it is known */
    Evaluation(List<Recorded> recordings, Learners learners, Consumer<Line> told) {
        this.recordings = recordings;
        this.learners = learners;
        this.rows = RowMaker.forModel(recordings);
        this.told = told;
    }

    void run() {
        for (var device : devices()) {
            var own = recordings.stream()
                    .filter(one -> one.device().equals(device))
                    .toList();
            if (own.stream().map(Recorded::day).distinct().count() > 1) {
                grouped(device + " by recording", own, Folds.byRecording(own));
                grouped(device + " by day", own, Folds.byDay(own));
                alone(device + " by day, 2 s alone", own, Folds.byDay(own));
            } else {
                grouped(device + " by time (optimistic)", own, Folds.byTime());
            }
        }
        for (var device : devices()) {
            acrossDevices(device);
        }
    }

    /** How well the device is told: by the plain statistics, and by what the trees of postures are given. */
    record Device(double plain, double ours) {}

    Optional<Device> device() {
        if (devices().size() != 2) {
            return Optional.empty();
        }
        var probe = new DeviceProbe(recordings);
        var plain = RowMaker.asRecorded(recordings, PlainStatistics.COLUMNS, PlainStatistics::of, MINUTE_S);
        return Optional.of(new Device(probe.balancedAccuracy(plain), probe.balancedAccuracy(Stages.forPosture(rows))));
    }

    private List<String> devices() {
        return new ArrayList<>(
                new TreeSet<>(recordings.stream().map(Recorded::device).toList()));
    }

    private static Predicate<Rows.Row> of(List<Recorded> some) {
        return row -> some.contains(row.recording());
    }

    /** Motion as it is sent, a minute at a time. */
    private void grouped(String split, List<Recorded> own, Folds folds) {
        tell(split, "ours", ours(folds, of(own), rows));
        var plain = RowMaker.asRecorded(own, PlainStatistics.COLUMNS, PlainStatistics::of, MINUTE_S);
        tell(split, "plain forest", plainForest(plain, folds));
    }

    private List<Guess> plainForest(Rows rows, Folds folds) {
        return folds.held().values().stream()
                .flatMap(held -> learners
                        .plainForest(
                                rows.where(row -> !held.test(row) && row.truth() != Truth.MIXED),
                                rows.where(held),
                                Function.identity())
                        .stream())
                .toList();
    }

    /** Without the windows around. */
    private void alone(String split, List<Recorded> own, Folds folds) {
        tell(split, "ours", ours(folds, of(own), RowMaker.forModel(own, WINDOW_S)));
    }

    /** Each fold is calibrated by what the others say. */
    private List<Guess> ours(Folds folds, Predicate<Rows.Row> judged, Rows test) {
        var judgedOf = new ArrayList<List<Stages.PieceBelief>>();
        var tunedOf = new ArrayList<List<Stages.PieceBelief>>();
        for (var held : folds.held().values()) {
            Predicate<Rows.Row> out = row -> judged.test(row) && held.test(row);
            try (var taught = learners.ours(rows.where(out.negate()))) {
                judgedOf.add(taught.believe(test.where(row -> out.test(row) && !row.varied())));
                tunedOf.add(taught.believe(rows.where(out)));
            }
        }
        var guesses = new ArrayList<Guess>();
        for (var fold = 0; fold < judgedOf.size(); fold++) {
            var others = new ArrayList<>(tunedOf);
            others.remove(fold);
            guesses.addAll(Tuner.guesses(
                    judgedOf.get(fold),
                    Tuner.tune(others.stream().flatMap(List::stream).toList())));
        }
        return guesses;
    }

    /** Trained without this device, and tested on it: does it move? */
    private void acrossDevices(String device) {
        var split = "all but " + device + " -> " + device + ", still/moving";
        Predicate<Rows.Row> isIt = row -> row.recording().device().equals(device);
        var known =
                recordings.stream().filter(one -> !one.device().equals(device)).toList();
        if (known.isEmpty()) {
            return;
        }
        var others = rows.where(isIt.negate());
        try (var taught = learners.ours(others)) {
            Tuning tuning = Tuner.tune(Tuner.heldOut(others, Folds.byDayOrTime(known), learners));
            var beliefs = taught.believe(rows.where(row -> isIt.test(row) && !row.varied()));
            tell(
                    split,
                    "ours",
                    Tuner.guesses(beliefs, tuning).stream()
                            .map(Evaluation::grouped)
                            .toList());
        }
        var plain = RowMaker.asRecorded(recordings, PlainStatistics.COLUMNS, PlainStatistics::of, MINUTE_S);
        tell(
                split,
                "plain forest",
                learners.plainForest(
                        plain.where(row -> !isIt.test(row) && row.truth() != Truth.MIXED),
                        plain.where(isIt),
                        Evaluation::group));
    }

    private static Guess grouped(Guess guess) {
        var truth = guess.truth() == Truth.MIXED ? Truth.MIXED : group(guess.truth());
        var likely = Math.max(guess.moving(), 1 - guess.moving());
        return new Guess(
                truth, guess.saysMoving() ? Truth.MOVING : Truth.STILL, likely, guess.moving(), guess.isTold());
    }

    private static Truth group(Truth truth) {
        return truth.isMoving() ? Truth.MOVING : Truth.STILL;
    }

    private void tell(String split, String who, List<Guess> guesses) {
        Line.of(split, who, guesses).ifPresent(told);
    }
}
