package ai.petty.training;

import ai.petty.inference.motion.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** The bar: a plain random forest on plain statistics, without anything that was thought of for this. */
final class PlainForest {
    private PlainForest() {}

    /** @param target what is to be told apart */
    static List<Guess> heldOut(Rows rows, Folds folds, Predicate<Rows.Row> judged, Function<Truth, Truth> target) {
        var guesses = new ArrayList<Guess>();
        folds.held().values().forEach(held -> {
            var test = rows.where(row -> held.test(row) && judged.test(row));
            var train = rows.where(row -> !held.test(row) && row.truth() != Truth.MIXED);
            if (test.count() > 0) {
                guesses.addAll(guesses(train, test, target));
            }
        });
        return guesses;
    }

    static List<Guess> guesses(Rows train, Rows test, Function<Truth, Truth> target) {
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
        var votes = forest.predict(matrix);
        matrix.dispose();
        var guesses = new ArrayList<Guess>();
        for (var i = 0; i < votes.length; i++) {
            var vote = votes[i].length == 1 ? new float[] {1 - votes[i][0], votes[i][0]} : votes[i];
            var best = 0;
            var moving = 0.0;
            for (var label = 0; label < vote.length; label++) {
                best = vote[label] > vote[best] ? label : best;
                moving += classes.get(label).isMoving() ? vote[label] : 0;
            }
            var truth = test.rows().get(i).truth();
            guesses.add(new Guess(
                    truth == Truth.MIXED ? truth : target.apply(truth), classes.get(best), vote[best], moving));
        }
        return guesses;
    }
}
