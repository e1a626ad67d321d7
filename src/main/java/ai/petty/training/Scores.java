package ai.petty.training;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How good guesses are.
 *
 * @param macroF1 mean over the classes that there are of the harmonic mean of precision and recall
 * @param recall of each class that there is
 * @param groupAccuracy of still against moving
 * @param calibrationError expected, over ten bins of equal width
 * @param told share of the windows whose label an owner would be told, instead of unknown
 * @param accuracyWhenTold of these; 0 when there are none
 * @param confusion for each class how often it was said to be which
 */
record Scores(
        int windows,
        double accuracy,
        double macroF1,
        Map<Truth, Double> recall,
        double groupAccuracy,
        double calibrationError,
        double groupCalibrationError,
        double told,
        double accuracyWhenTold,
        Map<Truth, Map<Truth, Integer>> confusion) {
    private static final int BINS = 10;

    /** @throws IllegalArgumentException when there is no window to judge */
    static Scores of(List<Guess> guesses) {
        var known = judged(guesses);
        if (known.isEmpty()) {
            throw new IllegalArgumentException("no window to judge");
        }
        var confusion = new TreeMap<Truth, Map<Truth, Integer>>();
        var isCoarse = known.stream().anyMatch(guess -> guess.truth() == Truth.MOVING);
        var right = 0;
        var groupRight = 0;
        var told = 0;
        var toldRight = 0;
        for (var guess : known) {
            right += guess.isRight() ? 1 : 0;
            groupRight += guess.groupIsRight() ? 1 : 0;
            told += guess.isTold() ? 1 : 0;
            toldRight += guess.isTold() && guess.isRight() ? 1 : 0;
            confusion
                    .computeIfAbsent(guess.truth(), truth -> new TreeMap<>())
                    // In a set that only knows of moving, all gaits are moving.
                    .merge(isAsGroup(guess, isCoarse) ? Truth.MOVING : guess.said(), 1, Integer::sum);
        }
        var recall = new TreeMap<Truth, Double>();
        var f1 = 0.0;
        for (var truth : confusion.keySet()) {
            double hits = confusion.get(truth).getOrDefault(truth, 0);
            var all = confusion.get(truth).values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            var claimed = confusion.values().stream()
                    .mapToInt(row -> row.getOrDefault(truth, 0))
                    .sum();
            recall.put(truth, hits / all);
            f1 += hits == 0 ? 0 : 2 * hits / (all + claimed);
        }
        return new Scores(
                known.size(),
                (double) right / known.size(),
                f1 / confusion.size(),
                recall,
                (double) groupRight / known.size(),
                calibrationError(known, isCoarse, false),
                calibrationError(known, isCoarse, true),
                (double) told / known.size(),
                (double) toldRight / Math.max(1, told),
                confusion);
    }

    /** Those in which the label does not change. */
    static List<Guess> judged(List<Guess> guesses) {
        return guesses.stream().filter(guess -> guess.truth() != Truth.MIXED).toList();
    }

    /** In a set that only knows of moving, a gait is only held against that: whatever is true, which nobody knows who speaks. */
    private static boolean isAsGroup(Guess guess, boolean isCoarse) {
        return isCoarse && guess.saysMoving() && guess.said() != Truth.UNKNOWN;
    }

    private static double calibrationError(List<Guess> guesses, boolean isCoarse, boolean ofGroup) {
        var said = new double[BINS];
        var right = new double[BINS];
        for (var guess : guesses) {
            var asGroup = ofGroup || isAsGroup(guess, isCoarse);
            var probability = asGroup ? Math.max(guess.moving(), 1 - guess.moving()) : guess.probability();
            var isRight = ofGroup ? guess.groupIsRight() : guess.isRight();
            var bin = Math.min(BINS - 1, (int) (probability * BINS));
            said[bin] += probability;
            right[bin] += isRight ? 1 : 0;
        }
        var error = 0.0;
        for (var bin = 0; bin < BINS; bin++) {
            error += Math.abs(said[bin] - right[bin]);
        }
        return error / guesses.size();
    }
}
