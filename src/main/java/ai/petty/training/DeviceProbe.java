package ai.petty.training;

import ai.petty.inference.motion.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * How well windows of dogs that lie or sit tell which device they are from: 0.5 is not at all. Only one of the devices has dogs that
 * stand, so what tells the device could be taken for what tells standing.
 */
record DeviceProbe(List<Recorded> recordings) {
    /** @return the mean over both devices of the share that was told rightly, on quarters of time and days held out */
    double balancedAccuracy(Rows all) {
        var rows = all.where(row -> row.truth() == Truth.LYING || row.truth() == Truth.SITTING);
        var devices = new ArrayList<>(
                new TreeSet<>(recordings.stream().map(Recorded::device).toList()));
        var right = new double[devices.size()];
        var counts = new double[devices.size()];
        for (var held : Folds.byDayOrTime(recordings).held().values()) {
            var train = rows.where(held.negate());
            var test = rows.where(row -> held.test(row) && !row.varied());
            if (test.count() == 0) {
                continue;
            }
            try (var trees = grow(train, devices)) {
                var matrix = Trees.matrix(test.values(), test.count(), test.columns());
                var told = trees.predict(matrix);
                matrix.dispose();
                for (var i = 0; i < told.length; i++) {
                    var device = devices.indexOf(test.rows().get(i).recording().device());
                    counts[device]++;
                    right[device] += (told[i][0] > 0.5 ? 1 : 0) == device ? 1 : 0;
                }
            }
        }
        var sum = 0.0;
        for (var device = 0; device < counts.length; device++) {
            sum += right[device] / counts[device] / counts.length;
        }
        return sum;
    }

    private static Trees grow(Rows train, List<String> devices) {
        var targets = new float[train.count()];
        var counts = new float[devices.size()];
        for (var i = 0; i < targets.length; i++) {
            targets[i] = devices.indexOf(train.rows().get(i).recording().device());
            counts[(int) targets[i]]++;
        }
        var weights = new float[targets.length];
        for (var i = 0; i < weights.length; i++) {
            weights[i] = targets.length / counts[(int) targets[i]] / devices.size();
        }
        return Boosting.of(2).grow(train.values(), train.columns(), targets, weights);
    }
}
