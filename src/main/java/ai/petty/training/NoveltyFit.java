package ai.petty.training;

import ai.petty.inference.motion.Feature;
import ai.petty.inference.motion.Novelty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Draws the clouds of what the model was trained on. */
final class NoveltyFit {
    private static final List<Feature> LOOKED_AT = List.of(
            Feature.LENGTH,
            Feature.SD,
            Feature.VEDBA,
            Feature.VEDBA_MOST,
            Feature.JERK_RATIO,
            Feature.FIRST_AXIS,
            Feature.LAST_AXIS,
            Feature.ENTROPY,
            Feature.BAND_FAST,
            Feature.TILT);

    /** A cloud is no thinner than this in any direction: other dogs are not these. */
    private static final double RIDGE = 0.02;

    /** The farthest of so many of the training windows is still like the others. */
    private static final double INSIDE = 0.999;

    /** Other dogs and other collars may be this much farther out. */
    private static final double ROOM = 1.5;

    private NoveltyFit() {}

    static Novelty fit(Rows rows) {
        var features = LOOKED_AT.stream().map(Feature::ordinal).toList();
        var clouds = new TreeMap<String, List<double[]>>();
        for (var i = 0; i < rows.count(); i++) {
            var row = rows.rows().get(i);
            if (row.truth() != Truth.MIXED) {
                var point = new double[features.size()];
                for (var j = 0; j < point.length; j++) {
                    point[j] = rows.values()[i * rows.columns() + features.get(j)];
                }
                clouds.computeIfAbsent(row.recording().device() + row.truth(), cloud -> new ArrayList<>())
                        .add(point);
            }
        }
        var novelty = new Novelty(
                features, clouds.values().stream().map(NoveltyFit::cloud).toList(), 0);
        return new Novelty(features, novelty.clouds(), farthest(rows, novelty) * ROOM);
    }

    private static double farthest(Rows rows, Novelty novelty) {
        var distances = novelty.distances(rows.values(), rows.count(), rows.columns());
        Arrays.sort(distances);
        return Math.round(distances[(int) (INSIDE * (distances.length - 1))] * 1e3) / 1e3;
    }

    private static Novelty.Cloud cloud(List<double[]> points) {
        var size = points.getFirst().length;
        var mean = new double[size];
        for (var point : points) {
            for (var i = 0; i < size; i++) {
                mean[i] += point[i] / points.size();
            }
        }
        var covariance = new double[size][size];
        for (var point : points) {
            for (var i = 0; i < size; i++) {
                for (var j = 0; j <= i; j++) {
                    covariance[i][j] += (point[i] - mean[i]) * (point[j] - mean[j]) / points.size();
                }
            }
        }
        for (var i = 0; i < size; i++) {
            covariance[i][i] += RIDGE;
        }
        return new Novelty.Cloud(boxed(mean), boxed(inverseOfRoot(covariance)));
    }

    /** The inverse of the lower triangular root (Cholesky), row by row. */
    private static double[] inverseOfRoot(double[][] covariance) {
        var size = covariance.length;
        var root = new double[size][size];
        for (var i = 0; i < size; i++) {
            for (var j = 0; j <= i; j++) {
                var sum = covariance[i][j];
                for (var k = 0; k < j; k++) {
                    sum -= root[i][k] * root[j][k];
                }
                root[i][j] = i == j ? Math.sqrt(sum) : sum / root[j][j];
            }
        }
        var inverse = new double[size * (size + 1) / 2];
        for (var column = 0; column < size; column++) {
            for (var i = column; i < size; i++) {
                var sum = i == column ? 1.0 : 0.0;
                for (var k = column; k < i; k++) {
                    sum -= root[i][k] * inverse[k * (k + 1) / 2 + column];
                }
                inverse[i * (i + 1) / 2 + column] = sum / root[i][i];
            }
        }
        return inverse;
    }

    private static List<Double> boxed(double[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }
}
