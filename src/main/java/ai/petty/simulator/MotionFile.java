package ai.petty.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Rows of motion to recordings: {@code recording, t_s, ax_g, ay_g, az_g, [gx_dps, gy_dps, gz_dps,] label}. */
final class MotionFile {
    private static final List<String> ACCELERATION = List.of("ax_g", "ay_g", "az_g");
    private static final List<String> ROTATION = List.of("gx_dps", "gy_dps", "gz_dps");
    /** Full scales of common inertial sensors, g and deg/s. */
    private static final int[] ACC_RANGES = {2, 4, 8, 16, 32};

    private static final int[] GYRO_RANGES = {125, 250, 500, 1000, 2000, 4000};
    private static final double LEAST_HZ = 10;
    private static final double MOST_HZ = 100;

    private final String name;
    private final int axes;
    private float[] values = new float[6 * 1024];
    private double[] times = new double[1024];
    private int count;
    private final List<Recording.Label> labels = new ArrayList<>();

    private MotionFile(String name, int axes) {
        this.name = name;
        this.axes = axes;
    }

    static List<Recording> read(CSVParser rows) {
        var columns = new ArrayList<>(ACCELERATION);
        if (rows.getHeaderNames().containsAll(ROTATION)) {
            columns.addAll(ROTATION);
        }
        var recordings = new ArrayList<Recording>();
        var current = new MotionFile("", columns.size());
        for (var row : rows) {
            var name = row.get("recording");
            if (!name.equals(current.name)) {
                current.finish(recordings);
                current = new MotionFile(name, columns.size());
            }
            current.add(row, columns);
        }
        current.finish(recordings);
        return List.copyOf(recordings);
    }

    private void add(CSVRecord row, List<String> columns) {
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
            values = Arrays.copyOf(values, 2 * values.length);
        }
        times[count] = Double.parseDouble(row.get("t_s"));
        for (var axis = 0; axis < axes; axis++) {
            values[count * axes + axis] = Float.parseFloat(row.get(columns.get(axis)));
        }
        extendLabel(Behaviour.ofLabel(row.get("label")));
        count++;
    }

    private void extendLabel(Behaviour behaviour) {
        if (!labels.isEmpty() && labels.getLast().behaviour() == behaviour) {
            var before = labels.removeLast();
            labels.add(new Recording.Label(behaviour, before.firstSample(), before.sampleCount() + 1));
        } else {
            labels.add(new Recording.Label(behaviour, count, 1));
        }
    }

    /** A recording shorter than a second fills no frame and is left out. */
    private void finish(List<Recording> into) {
        if (count < 2) {
            return;
        }
        var rate = rateHz();
        if (rate < LEAST_HZ || rate > MOST_HZ) {
            rate = resample(rate, Math.clamp(rate, LEAST_HZ, MOST_HZ));
        }
        if (count < rate) {
            return;
        }
        var accScale = scale(0, 3, ACC_RANGES);
        var gyroScale = axes == 6 ? scale(3, 6, GYRO_RANGES) : null;
        var samples = new short[count * axes];
        for (var i = 0; i < samples.length; i++) {
            var scale = gyroScale == null || i % axes < 3 ? accScale : gyroScale;
            samples[i] = (short) Math.clamp(Math.round(values[i] / scale), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        into.add(new Recording(name, rate, accScale, gyroScale, samples, List.copyOf(labels)));
    }

    /** From the median step, so that a gap in a recording does not slow it down. */
    private double rateHz() {
        var steps = new double[count - 1];
        for (var i = 0; i < steps.length; i++) {
            steps[i] = times[i + 1] - times[i];
        }
        Arrays.sort(steps);
        return Math.round(1e3 / steps[steps.length / 2]) / 1e3;
    }

    /** Linear between the samples: the wire takes 10 to 100 Hz. */
    private double resample(double from, double to) {
        var length = (int) Math.floor((count - 1) / from * to) + 1;
        var resampled = new float[length * axes];
        for (var i = 0; i < length; i++) {
            var at = i / to * from;
            var before = Math.min((int) at, count - 1);
            var after = Math.min(before + 1, count - 1);
            var part = (float) (at - before);
            for (var axis = 0; axis < axes; axis++) {
                resampled[i * axes + axis] =
                        values[before * axes + axis] * (1 - part) + values[after * axes + axis] * part;
            }
        }
        var moved = new ArrayList<Recording.Label>();
        var first = 0;
        for (var label : labels) {
            var end = Math.min(length, (int) Math.round((label.firstSample() + label.sampleCount()) / from * to));
            if (end > first) {
                moved.add(new Recording.Label(label.behaviour(), first, end - first));
                first = end;
            }
        }
        labels.clear();
        labels.addAll(moved);
        values = resampled;
        count = first;
        return to;
    }

    /** The finest range that holds every sample of the axes. */
    private float scale(int firstAxis, int endAxis, int[] ranges) {
        var largest = 0f;
        for (var i = 0; i < count; i++) {
            for (var axis = firstAxis; axis < endAxis; axis++) {
                largest = Math.max(largest, Math.abs(values[i * axes + axis]));
            }
        }
        for (var range : ranges) {
            var scale = range / 32768f;
            if (largest <= scale * Short.MAX_VALUE) {
                return scale;
            }
        }
        throw new IllegalArgumentException("recording " + name + " holds " + largest + ", which no sensor measures");
    }
}
