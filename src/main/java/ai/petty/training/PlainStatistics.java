package ai.petty.training;

import ai.petty.inference.motion.MotionModel;
import ai.petty.ingest.Motion;
import java.util.Arrays;

/** What the plain forest is told of a window: statistics of each axis and of |a|, as one does it at first. */
final class PlainStatistics {
    private static final int CHANNELS = 4;
    private static final int EACH = 6;
    static final int COLUMNS = CHANNELS * EACH;
    private static final double WINDOW_S = 2;

    private PlainStatistics() {}

    static float[] of(Motion motion) {
        var axes = motion.gyroScale() == null ? 3 : 6;
        var samples = motion.samples().length() / (axes * Short.BYTES);
        var windows = MotionModel.windows(motion); // the bar is judged on just the same
        var rows = new float[windows * COLUMNS];
        for (var window = 0; window < windows; window++) {
            var first = Math.round(window * motion.rateHz());
            var end = Math.min(samples, (int) Math.round((window + WINDOW_S) * motion.rateHz()));
            var channels = new double[CHANNELS][end - first];
            for (var i = first; i < end; i++) {
                var square = 0.0;
                for (var axis = 0; axis < 3; axis++) {
                    var value = motion.samples().getShortLE((i * axes + axis) * Short.BYTES) * motion.accScale();
                    channels[axis][i - first] = value;
                    square += value * value;
                }
                channels[3][i - first] = Math.sqrt(square);
            }
            for (var channel = 0; channel < CHANNELS; channel++) {
                describe(channels[channel], rows, window * COLUMNS + channel * EACH);
            }
        }
        return rows;
    }

    private static void describe(double[] values, float[] row, int at) {
        double sum = 0, squares = 0, steps = 0;
        for (var i = 0; i < values.length; i++) {
            sum += values[i];
            squares += values[i] * values[i];
            steps += i == 0 ? 0 : Math.abs(values[i] - values[i - 1]);
        }
        var mean = sum / values.length;
        Arrays.sort(values);
        row[at] = (float) mean;
        row[at + 1] = (float) Math.sqrt(Math.max(0, squares / values.length - mean * mean));
        row[at + 2] = (float) values[0];
        row[at + 3] = (float) values[values.length - 1];
        row[at + 4] = (float) values[values.length / 2];
        row[at + 5] = (float) (steps / values.length);
    }
}
