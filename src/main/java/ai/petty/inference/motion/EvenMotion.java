package ai.petty.inference.motion;

import static java.lang.Math.abs;

import ai.petty.ingest.Motion;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Motion brought to one rate: whatever the collar's, each window has the same number of samples afterwards. A triangle over the
 * longer of both steps interpolates where the collar is slower and keeps aliases out where it is faster.
 */
final class EvenMotion {
    /** Samples a second: a collar of 10 Hz knows nothing beyond 5 Hz, and a dog's gait is slower than that. */
    static final int RATE_HZ = 16;

    /** Samples in a window of 2 s. */
    static final int WINDOW = 32;

    /** Samples from one window to the next: they overlap by half. */
    static final int HOP = 16;

    static final long WINDOW_MICROS = 2_000_000;
    static final long HOP_MICROS = 1_000_000;

    private static final int AXES = 3;
    /** As much as a whole number of samples may be too much by rounding. */
    private static final double ROUNDING = 1e-4;

    /** What a sensor at its limit reads, or a count less. */
    private static final int FULL_SCALE = Short.MAX_VALUE - 1;

    /** A window with more of its samples at the limit than this was cut off. */
    private static final double MOST_SATURATED = 0.2;

    /** Mean of squares of |a|, g squared: less is no gravity, more goes on for two seconds on no dog (running has 3). */
    private static final double LEAST_SQUARE = 0.25;

    private static final double MOST_SQUARE = 16;

    final float[] x;
    final float[] y;
    final float[] z;
    /** Length of the rotation's vector, deg/s; null without a gyroscope. */
    final float @Nullable [] rotation;

    private final short[] raw;
    private final int axes;
    private final double rateHz;
    private final double accScale;

    private EvenMotion(int count, short[] raw, int axes, Motion motion) {
        this.x = new float[count];
        this.y = new float[count];
        this.z = new float[count];
        this.rotation = axes > AXES ? new float[count] : null;
        this.raw = raw;
        this.axes = axes;
        this.rateHz = motion.rateHz();
        this.accScale = motion.accScale();
    }

    /** How many windows there are in motion of this length. */
    static int windows(Motion motion) {
        var axes = motion.gyroScale() == null ? AXES : 2 * AXES;
        var samples = motion.samples().length() / (axes * Short.BYTES);
        var count = evenCount(samples, motion.rateHz());
        return count < WINDOW ? 0 : (count - WINDOW) / HOP + 1;
    }

    /** Up to the last that still lies before the collar's next sample: 31 of 15.625 Hz are 2 s, though 0.016 s are missing. */
    private static int evenCount(int samples, double rateHz) {
        return (int) Math.ceil(samples / rateHz * RATE_HZ - ROUNDING);
    }

    static EvenMotion of(Motion motion) {
        var gyroScale = motion.gyroScale();
        var axes = gyroScale == null ? AXES : 2 * AXES;
        var raw = counts(motion.samples());
        var samples = raw.length / axes;
        var even = new EvenMotion(evenCount(samples, motion.rateHz()), raw, axes, motion);
        even.fill(samples, gyroScale == null ? 0 : gyroScale);
        return even;
    }

    private static short[] counts(Buffer samples) {
        var bytes = samples.getBytes();
        var counts = new short[bytes.length / Short.BYTES];
        for (var i = 0; i < counts.length; i++) {
            counts[i] = (short) ((bytes[2 * i] & 0xff) | (bytes[2 * i + 1] << 8));
        }
        return counts;
    }

    private void fill(int samples, double gyroScale) {
        var half = Math.max(1, rateHz / RATE_HZ); // of the triangle's base, in samples of the collar
        for (var i = 0; i < x.length; i++) {
            var middle = i * rateHz / RATE_HZ;
            var first = Math.max(0, (int) Math.ceil(middle - half));
            var last = Math.min(samples - 1, (int) Math.floor(middle + half));
            double weights = 0, sumX = 0, sumY = 0, sumZ = 0, sumP = 0, sumQ = 0, sumR = 0;
            for (var j = first; j <= last; j++) {
                var weight = half - abs(j - middle);
                var at = j * axes;
                weights += weight;
                sumX += weight * raw[at];
                sumY += weight * raw[at + 1];
                sumZ += weight * raw[at + 2];
                if (axes > AXES) {
                    sumP += weight * raw[at + 3];
                    sumQ += weight * raw[at + 4];
                    sumR += weight * raw[at + 5];
                }
            }
            var scale = accScale / weights;
            x[i] = (float) (sumX * scale);
            y[i] = (float) (sumY * scale);
            z[i] = (float) (sumZ * scale);
            if (rotation != null) {
                rotation[i] = (float) (Math.sqrt(sumP * sumP + sumQ * sumQ + sumR * sumR) * gyroScale / weights);
            }
        }
    }

    int windows() {
        return x.length < WINDOW ? 0 : (x.length - WINDOW) / HOP + 1;
    }

    /** Whether the window holds a measurement at all: not one value throughout, not cut off at the sensor's limit, with gravity. */
    boolean isMeasured(int window) {
        var first = (int) Math.round(window * HOP * rateHz / RATE_HZ);
        var end = Math.min(raw.length / axes, (int) Math.round((window * HOP + WINDOW) * rateHz / RATE_HZ));
        var saturated = 0;
        var changes = false;
        var squares = 0L;
        for (var i = first; i < end; i++) {
            var atLimit = false;
            for (var axis = 0; axis < AXES; axis++) {
                int value = raw[i * axes + axis];
                atLimit |= abs(value) >= FULL_SCALE;
                changes |= value != raw[first * axes + axis];
                squares += (long) value * value;
            }
            saturated += atLimit ? 1 : 0;
        }
        var square = squares * accScale * accScale / (end - first);
        return changes
                && saturated <= MOST_SATURATED * (end - first)
                && square >= LEAST_SQUARE
                && square <= MOST_SQUARE;
    }
}
