package ai.petty.training;

import ai.petty.inference.motion.Calibration;
import ai.petty.inference.motion.MotionModel.Beliefs;
import ai.petty.inference.motion.MotionModel.Tuning;
import ai.petty.inference.motion.Smoothing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleBiFunction;

/** Finds out how far the trees are to be believed, on recordings that they have not seen. */
@SuppressWarnings("EnumOrdinal") // classes are numbered in the order of the enum
final class Tuner {
    /** Chosen once, on imperial2018 by day; a second more or less of patience makes no difference. */
    static final Smoothing SMOOTHING = new Smoothing(0.8, 0.97, 0.9, 0.5);

    /** One recording a class, or one kind of dog and strap: what was never tried cannot be nearly certain. */
    private static final double MOST_POSTURE = 0.9;

    private static final double MOST_GAIT = 0.8;
    /** Never more certain than the trees are. */
    private static final double LEAST_TEMPERATURE = 1;

    private static final double MOST_TEMPERATURE = 6;
    private static final double STEP = 1.05;
    private static final double LEAST = 1e-9;

    private static final Calibration NONE = new Calibration(1, 1, 1, 1, 1, 1);

    private Tuner() {}

    /** Trains without each fold in turn, and says what the result makes of it, as it was recorded and as others would have. */
    static List<Stages.PieceBelief> heldOut(Rows rows, Folds folds, Learners learners) {
        var beliefs = new ArrayList<Stages.PieceBelief>();
        folds.held().values().forEach(held -> {
            var test = rows.where(held);
            if (test.count() > 0) {
                try (var ours = learners.ours(rows.where(held.negate()))) {
                    beliefs.addAll(ours.believe(test));
                }
            }
        });
        return beliefs;
    }

    static Tuning tune(List<Stages.PieceBelief> heldOut) {
        var group = temperature(heldOut, row -> row.truth() != Truth.MIXED, (beliefs, asked) -> {
            var moving = Calibration.tempered(beliefs.moving(asked.window()), asked.temperature());
            return asked.row().truth().isMoving() ? moving : 1 - moving;
        });
        var posture = posture(heldOut, true);
        var postureAlone = posture(heldOut, false);
        var gait = temperature(
                heldOut,
                row -> row.truth().isMoving() && row.truth() != Truth.MOVING,
                (beliefs, asked) -> label(beliefs, asked, Truth.WALKING.ordinal()));
        return new Tuning(SMOOTHING, new Calibration(group, posture, postureAlone, gait, MOST_POSTURE, MOST_GAIT));
    }

    private static double posture(List<Stages.PieceBelief> heldOut, boolean upright) {
        return temperature(
                heldOut.stream().filter(piece -> piece.upright() == upright).toList(),
                row -> row.truth().isPosture(),
                (beliefs, asked) -> label(beliefs, asked, 0));
    }

    /** @param temperature the one that is being tried */
    private record Asked(int window, Rows.Row row, double temperature) {}

    private static double label(Beliefs beliefs, Asked asked, int first) {
        var labels = new double[3];
        for (var i = 0; i < labels.length; i++) {
            labels[i] = beliefs.of(asked.window(), first + i);
        }
        var sum = labels[0] + labels[1] + labels[2];
        for (var i = 0; i < labels.length; i++) {
            labels[i] /= Math.max(LEAST, sum);
        }
        Calibration.temper(labels, 0, asked.temperature(), 1);
        return labels[asked.row().truth().ordinal() - first];
    }

    /** The temperature at which the truth is least surprising. */
    private static double temperature(
            List<Stages.PieceBelief> heldOut,
            Predicate<Rows.Row> wanted,
            ToDoubleBiFunction<Beliefs, Asked> probability) {
        var smoothed = heldOut.stream().map(Tuner::smoothed).toList();
        var best = 1.0;
        var leastSurprise = Double.POSITIVE_INFINITY;
        for (var tried = LEAST_TEMPERATURE; tried < MOST_TEMPERATURE; tried *= STEP) {
            var surprise = 0.0;
            for (var i = 0; i < smoothed.size(); i++) {
                var rows = heldOut.get(i).rows();
                for (var window = 0; window < rows.size(); window++) {
                    if (wanted.test(rows.get(window))) {
                        var asked = new Asked(window, rows.get(window), tried);
                        surprise -= StrictMath.log(Math.max(LEAST, probability.applyAsDouble(smoothed.get(i), asked)));
                    }
                }
            }
            if (surprise < leastSurprise) {
                leastSurprise = surprise;
                best = tried;
            }
        }
        return Math.round(best * 1e3) / 1e3;
    }

    private static Beliefs smoothed(Stages.PieceBelief piece) {
        var beliefs = piece.fresh();
        beliefs.settle(new Tuning(SMOOTHING, NONE));
        return beliefs;
    }

    static List<Guess> guesses(List<Stages.PieceBelief> pieces, Tuning tuning) {
        var guesses = new ArrayList<Guess>();
        for (var piece : pieces) {
            var beliefs = piece.fresh();
            beliefs.settle(tuning);
            for (var window = 0; window < piece.rows().size(); window++) {
                var best = beliefs.best(window);
                guesses.add(new Guess(
                        piece.rows().get(window).truth(),
                        Truth.values()[best],
                        beliefs.of(window, best),
                        beliefs.moving(window),
                        beliefs.of(window, best) >= Training.THRESHOLD
                                && !piece.unlike().get(window)));
            }
        }
        return guesses;
    }
}
