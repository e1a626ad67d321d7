package ai.petty.training;

import ai.petty.inference.motion.Trees;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/** The bar: a plain random forest on plain statistics, without anything that was thought of for this. */
final class PlainForest {
    /** Where the margins of several classes begin: XGBoost's base score. */
    static final double START = 0.5;

    private PlainForest() {}

    static List<Guess> guesses(Rows train, Rows test, Function<Truth, Truth> target) {
        if (test.count() == 0) {
            return List.of();
        }
        var classes = new ArrayList<>(new TreeSet<>(
                train.rows().stream().map(Rows.Row::truth).map(target).toList()));
        var targets = new float[train.count()];
        var weights = new float[train.count()];
        for (var i = 0; i < targets.length; i++) {
            targets[i] = classes.indexOf(target.apply(train.rows().get(i).truth()));
            weights[i] = 1;
        }
        try (var forest = Boosting.plainForest(classes.size(), train.columns())
                .grow(train.values(), train.columns(), targets, weights)) {
            return guesses(forest, test, classes, target);
        }
    }

    private static List<Guess> guesses(Trees forest, Rows test, List<Truth> classes, Function<Truth, Truth> target) {
        var matrix = Trees.matrix(test.values(), test.count(), test.columns());
        var votes = votes(forest.margins(matrix));
        matrix.dispose();
        var guesses = new ArrayList<Guess>();
        for (var i = 0; i < votes.length; i++) {
            var vote = votes[i];
            var best = 0;
            var moving = 0.0;
            for (var label = 0; label < vote.length; label++) {
                best = vote[label] > vote[best] ? label : best;
                moving += classes.get(label).isMoving() ? vote[label] : 0;
            }
            var truth = test.rows().get(i).truth();
            guesses.add(new Guess(
                    truth == Truth.MIXED ? truth : target.apply(truth), classes.get(best), vote[best], moving, true));
        }
        return guesses;
    }

    /**
     * Turns sums of Newton's first steps back into mean shares of the leaves, which is how a forest votes. From an even start p, the
     * step for a class with share s is (s - p) / (2p(1 - p)) among several classes, and (s - p) / (p(1 - p)) between two.
     */
    static double[][] votes(float[][] margins) {
        return Arrays.stream(margins).map(PlainForest::votes).toArray(double[][]::new);
    }

    private static double[] votes(float[] margins) {
        if (margins.length == 1) {
            var share = Math.clamp(0.5 + 0.25 * margins[0], 0, 1);
            return new double[] {1 - share, share};
        }
        var even = 1.0 / margins.length;
        var shares = new double[margins.length];
        var sum = 0.0;
        for (var label = 0; label < shares.length; label++) {
            shares[label] = Math.clamp(even + 2 * even * (1 - even) * (margins[label] - START), 0, 1);
            sum += shares[label];
        }
        for (var label = 0; label < shares.length; label++) {
            shares[label] /= sum; // each class has trees of its own
        }
        return shares;
    }
}
