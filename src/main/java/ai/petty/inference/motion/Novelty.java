package ai.petty.inference.motion;

import java.util.List;

/**
 * How far a window is from everything that the model was trained on: the Mahalanobis distance to the nearest of some clouds, one
 * for each label on each device.
 *
 * @param features which features are looked at
 * @param most farther than this is unlike anything
 */
public record Novelty(List<Integer> features, List<Cloud> clouds, double most) {

    /**
     * @param mean one number a feature
     * @param whitening lower triangular matrix, row by row, that makes the cloud round
     */
    public record Cloud(List<Double> mean, List<Double> whitening) {}

    /** How far each of these rows is from the nearest cloud. */
    public double[] distances(float[] rows, int count, int columns) {
        var check = new Check(this);
        var distances = new double[count];
        for (var i = 0; i < count; i++) {
            distances[i] = check.distance(rows, i * columns);
        }
        return distances;
    }

    /** The same as arrays, for the many windows a second. */
    static final class Check {
        private final int[] features;
        private final double[][] means;
        private final double[][] whitenings;
        private final double most;
        private final double[] offset;

        Check(Novelty novelty) {
            features = novelty.features.stream().mapToInt(Integer::intValue).toArray();
            means = novelty.clouds.stream().map(Cloud::mean).map(Check::array).toArray(double[][]::new);
            whitenings = novelty.clouds.stream()
                    .map(Cloud::whitening)
                    .map(Check::array)
                    .toArray(double[][]::new);
            most = novelty.most;
            offset = new double[features.length];
        }

        private static double[] array(List<Double> numbers) {
            return numbers.stream().mapToDouble(Double::doubleValue).toArray();
        }

        boolean isUnlike(float[] rows, int at) {
            return distance(rows, at) > most;
        }

        double distance(float[] rows, int at) {
            var least = Double.POSITIVE_INFINITY;
            for (var cloud = 0; cloud < means.length; cloud++) {
                for (var i = 0; i < offset.length; i++) {
                    offset[i] = rows[at + features[i]] - means[cloud][i];
                }
                least = Math.min(least, squared(whitenings[cloud], least));
            }
            return Math.sqrt(least);
        }

        private double squared(double[] whitening, double enough) {
            double sum = 0;
            var next = 0;
            for (var i = 0; i < offset.length && sum < enough; i++) {
                double one = 0;
                for (var j = 0; j <= i; j++) {
                    one += whitening[next++] * offset[j];
                }
                sum += one * one;
            }
            return sum;
        }
    }
}
