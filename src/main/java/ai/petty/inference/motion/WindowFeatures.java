package ai.petty.inference.motion;

import static ai.petty.inference.motion.EvenMotion.RATE_HZ;
import static ai.petty.inference.motion.EvenMotion.WINDOW;

import java.util.Arrays;

/** What is told of one window alone. Has room to work in, so it belongs to one thread. */
@SuppressWarnings("EnumOrdinal") // rows have the features in the order of the enum
final class WindowFeatures {
    /** Less than a thousandth of g is a sensor's own noise. */
    private static final double FLOOR = 1e-3;

    private static final double LEAST_POWER = 1e-7;
    /** Bins up to 7 Hz: what a slow collar and the triangle leave of more says nothing. */
    private static final int USED_BINS = 14;

    /** First bins of the four bands, and the end of the last. */
    private static final int[] BANDS = {0, 2, 4, 8, USED_BINS};

    private static final int FEWEST_LAGS = 3;
    private static final int MOST_LAGS = 19;
    private static final double STRONG_JERK = 10;
    private static final double STRONG_ROTATION = 100;

    private final Spectrum spectrum = new Spectrum();
    private final double[] dx = new double[WINDOW];
    private final double[] dy = new double[WINDOW];
    private final double[] dz = new double[WINDOW];
    private final double[] length = new double[WINDOW];
    private final double[] sorted = new double[WINDOW];
    private final double[] power = new double[Spectrum.BINS];
    private final double[] lengthPower = new double[Spectrum.BINS];
    private float[] row = {};
    private int at;

    /** Natural logarithm that does not fall into the sensor's noise; the same to the last bit on every machine. */
    static float log(double value) {
        return (float) StrictMath.log(value + FLOOR);
    }

    /**
     * @param gravity takes the unit vector of gravity, three numbers from {@code 3 * window}
     * @param rows takes the features from {@code offset}
     */
    void compute(EvenMotion motion, int window, float[] gravity, float[] rows, int offset) {
        row = rows;
        at = offset;
        var from = window * EvenMotion.HOP;
        double meanX = 0, meanY = 0, meanZ = 0, mean = 0;
        for (var i = 0; i < WINDOW; i++) {
            double x = motion.x[from + i], y = motion.y[from + i], z = motion.z[from + i];
            dx[i] = x;
            dy[i] = y;
            dz[i] = z;
            length[i] = Math.sqrt(x * x + y * y + z * z);
            meanX += x;
            meanY += y;
            meanZ += z;
            mean += length[i];
        }
        meanX /= WINDOW;
        meanY /= WINDOW;
        meanZ /= WINDOW;
        mean /= WINDOW;
        var g = Math.sqrt(meanX * meanX + meanY * meanY + meanZ * meanZ) + 1e-9;
        gravity[3 * window] = (float) (meanX / g);
        gravity[3 * window + 1] = (float) (meanY / g);
        gravity[3 * window + 2] = (float) (meanZ / g);
        tilt(meanX / g, meanY / g, meanZ / g);
        for (var i = 0; i < WINDOW; i++) {
            dx[i] -= meanX;
            dy[i] -= meanY;
            dz[i] -= meanZ;
            length[i] -= mean;
        }
        put(Feature.LENGTH, log(mean));
        ofLength();
        dynamic(meanX / g, meanY / g, meanZ / g);
        jerk();
        frequencies();
        rotation(motion, from);
    }

    private void put(Feature feature, double value) {
        row[at + feature.ordinal()] = (float) value;
    }

    private float got(Feature feature) {
        return row[at + feature.ordinal()];
    }

    private void ofLength() {
        double second = 0, third = 0, fourth = 0;
        for (var i = 0; i < WINDOW; i++) {
            var square = length[i] * length[i];
            second += square;
            third += square * length[i];
            fourth += square * square;
        }
        var sd = Math.sqrt(second / WINDOW);
        var unit = sd + FLOOR;
        put(Feature.SD, log(sd));
        put(Feature.SKEWNESS, third / WINDOW / (unit * unit * unit));
        put(Feature.KURTOSIS, fourth / WINDOW / (unit * unit * unit * unit));
        System.arraycopy(length, 0, sorted, 0, WINDOW);
        Arrays.sort(sorted);
        put(Feature.RANGE, log(sorted[WINDOW - 1] - sorted[0]));
        put(Feature.IQR, log(sorted[WINDOW * 3 / 4] - sorted[WINDOW / 4]));
        var crossings = 0;
        for (var i = 1; i < WINDOW; i++) {
            crossings += length[i] < 0 == length[i - 1] < 0 ? 0 : 1;
        }
        put(Feature.CROSSINGS, crossings);
        var most = Double.NEGATIVE_INFINITY;
        for (var lag = FEWEST_LAGS; lag <= MOST_LAGS; lag++) {
            double sum = 0;
            for (var i = lag; i < WINDOW; i++) {
                sum += length[i] * length[i - lag];
            }
            most = Math.max(most, sum);
        }
        put(Feature.REPETITION, most / (second + LEAST_POWER * WINDOW));
    }

    private void dynamic(double gx, double gy, double gz) {
        double vedba = 0, most = 0, odba = 0, along = 0, across = 0;
        double xx = 0, yy = 0, zz = 0, xy = 0, xz = 0, yz = 0;
        for (var i = 0; i < WINDOW; i++) {
            var square = dx[i] * dx[i] + dy[i] * dy[i] + dz[i] * dz[i];
            var whole = Math.sqrt(square);
            var vertical = dx[i] * gx + dy[i] * gy + dz[i] * gz;
            var level = Math.max(0, square - vertical * vertical);
            vedba += whole;
            most = Math.max(most, whole);
            odba += Math.abs(vertical) + Math.sqrt(level);
            along += vertical * vertical;
            across += level;
            xx += dx[i] * dx[i];
            yy += dy[i] * dy[i];
            zz += dz[i] * dz[i];
            xy += dx[i] * dy[i];
            xz += dx[i] * dz[i];
            yz += dy[i] * dz[i];
        }
        put(Feature.VEDBA, log(vedba / WINDOW));
        put(Feature.VEDBA_MOST, log(most));
        put(Feature.ODBA, log(odba / WINDOW));
        put(Feature.VERTICAL_RATIO, log(Math.sqrt(along / WINDOW)) - log(Math.sqrt(across / WINDOW)));
        principalAxes(xx, yy, zz, xy, xz, yz);
    }

    /** Eigenvalues of a symmetric matrix of three by the cosine of a third of an angle (Smith 1961). */
    private void principalAxes(double xx, double yy, double zz, double xy, double xz, double yz) {
        var ridge = LEAST_POWER;
        var trace = xx + yy + zz + 3 * ridge;
        var q = trace / 3;
        var a = xx + ridge - q;
        var b = yy + ridge - q;
        var c = zz + ridge - q;
        var p = Math.sqrt((a * a + b * b + c * c + 2 * (xy * xy + xz * xz + yz * yz)) / 6);
        if (p < 1e-12) {
            put(Feature.FIRST_AXIS, 1.0 / 3);
            put(Feature.LAST_AXIS, 1.0 / 3);
            return;
        }
        var determinant = a * (b * c - yz * yz) - xy * (xy * c - yz * xz) + xz * (xy * yz - b * xz);
        var angle = StrictMath.acos(Math.clamp(determinant / (2 * p * p * p), -1.0, 1.0)) / 3;
        put(Feature.FIRST_AXIS, (q + 2 * p * StrictMath.cos(angle)) / trace);
        put(Feature.LAST_AXIS, (q + 2 * p * StrictMath.cos(angle + 2 * Math.PI / 3)) / trace);
    }

    private void jerk() {
        double sum = 0, most = 0, ofLength = 0;
        for (var i = 1; i < WINDOW; i++) {
            var x = dx[i] - dx[i - 1];
            var y = dy[i] - dy[i - 1];
            var z = dz[i] - dz[i - 1];
            var change = Math.sqrt(x * x + y * y + z * z);
            sum += change;
            most = Math.max(most, change);
            ofLength += Math.abs(length[i] - length[i - 1]);
        }
        var unit = RATE_HZ / STRONG_JERK;
        put(Feature.JERK, log(sum / (WINDOW - 1) * unit));
        put(Feature.JERK_MOST, log(most * unit));
        put(Feature.JERK_RATIO, got(Feature.JERK) - got(Feature.VEDBA));
        put(Feature.JERK_OF_LENGTH, log(ofLength / (WINDOW - 1) * unit));
    }

    private void frequencies() {
        Arrays.fill(power, 0);
        Arrays.fill(lengthPower, 0);
        spectrum.add(dx, length, power, lengthPower);
        spectrum.add(dy, dz, power, power);
        frequencies(power, Feature.BAND_SLOW, Feature.PEAK_HZ, Feature.PEAK_SHARE, Feature.ENTROPY);
        frequencies(
                lengthPower,
                Feature.LENGTH_BAND_SLOW,
                Feature.LENGTH_PEAK_HZ,
                Feature.LENGTH_PEAK_SHARE,
                Feature.LENGTH_ENTROPY);
    }

    private void frequencies(double[] of, Feature firstBand, Feature peakHz, Feature peakShare, Feature entropy) {
        var total = LEAST_POWER;
        var peak = 0;
        for (var k = 0; k < USED_BINS; k++) {
            total += of[k];
            peak = of[k] > of[peak] ? k : peak;
        }
        for (var band = 0; band + 1 < BANDS.length; band++) {
            double sum = 0;
            for (var k = BANDS[band]; k < BANDS[band + 1]; k++) {
                sum += of[k];
            }
            row[at + firstBand.ordinal() + band] = (float) (sum / total);
        }
        double spread = 0;
        for (var k = 0; k < USED_BINS; k++) {
            var share = of[k] / total;
            spread -= share > 1e-9 ? share * StrictMath.log(share) : 0;
        }
        var around = of[peak] + (peak > 0 ? of[peak - 1] : 0) + (peak + 1 < USED_BINS ? of[peak + 1] : 0);
        put(peakHz, (peak + 1) * Spectrum.STEP_HZ);
        put(peakShare, around / total);
        put(entropy, spread);
    }

    /** Before the mean is taken away: mean directions of parts of the window. Chords of the unit sphere, so no arc is needed. */
    private void tilt(double gx, double gy, double gz) {
        var quarter = WINDOW / 4;
        var most = 0.0;
        double firstX = 0, firstY = 0, firstZ = 0, lastX = 0, lastY = 0, lastZ = 0;
        for (var part = 0; part < 4; part++) {
            double x = 0, y = 0, z = 0;
            for (var i = part * quarter; i < (part + 1) * quarter; i++) {
                x += dx[i];
                y += dy[i];
                z += dz[i];
            }
            most = Math.max(most, chord(x, y, z, gx, gy, gz));
            if (part < 2) {
                firstX += x;
                firstY += y;
                firstZ += z;
            } else {
                lastX += x;
                lastY += y;
                lastZ += z;
            }
        }
        put(Feature.TILT, log(chord(firstX, firstY, firstZ, lastX, lastY, lastZ)));
        put(Feature.TILT_MOST, log(most));
    }

    private static double chord(double ax, double ay, double az, double bx, double by, double bz) {
        var a = Math.sqrt(ax * ax + ay * ay + az * az) + 1e-9;
        var b = Math.sqrt(bx * bx + by * by + bz * bz) + 1e-9;
        var x = ax / a - bx / b;
        var y = ay / a - by / b;
        var z = az / a - bz / b;
        return Math.sqrt(x * x + y * y + z * z);
    }

    private void rotation(EvenMotion motion, int from) {
        var rotation = motion.rotation;
        if (rotation == null) {
            put(Feature.ROTATION, Float.NaN);
            put(Feature.ROTATION_SD, Float.NaN);
            return;
        }
        double sum = 0, squares = 0;
        for (var i = from; i < from + WINDOW; i++) {
            sum += rotation[i];
            squares += (double) rotation[i] * rotation[i];
        }
        var mean = sum / WINDOW;
        put(Feature.ROTATION, log(mean / STRONG_ROTATION));
        put(Feature.ROTATION_SD, log(Math.sqrt(Math.max(0, squares / WINDOW - mean * mean)) / STRONG_ROTATION));
    }
}
