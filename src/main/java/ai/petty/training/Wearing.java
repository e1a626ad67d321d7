package ai.petty.training;

import ai.petty.ingest.Motion;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Turns recordings into what collars send: as they are, or as another collar would have measured the same, at another rate, turned
 * on the neck, with a scale that is a little off, with more noise, without a gyroscope, in shorter pieces.
 */
final class Wearing {
    private static final double LONGEST_S = 60;
    private static final double SHORTEST_S = 2;
    private static final double LEAST_HZ = 10;
    private static final double MOST_HZ = 100;
    private static final double[] RATES = {10, 12.5, 15.625, 20, 25, 32, 50, 52, 100};
    /** A sensor's scale is within some percent; its noise within some hundredths of g. */
    private static final double SCALE_SPREAD = 0.05;

    /** How much livelier another dog is, or how much looser another strap, as a factor of what is not gravity. */
    private static final double LIVELINESS = 0.15;

    private static final double[] NOISES_G = {0, 0.002, 0.005, 0.01, 0.02};
    private static final double GYRO_NOISE_DPS = 1;
    private static final double NO_GYRO = 0.5;
    private static final double SHORT_PIECES = 0.35;
    private static final float ACC_SCALE = 16f / 32768;
    private static final float GYRO_SCALE = 2000f / 32768;

    private Wearing() {}

    /** Pieces of a minute, which is the longest that a collar sends, as they were measured. */
    static List<Piece> asRecorded(Recorded recording) {
        return pieces(recording, LONGEST_S);
    }

    static List<Piece> pieces(Recorded recording, double lengthS) {
        var pieces = new ArrayList<Piece>();
        for (var from = 0.0; from + SHORTEST_S <= recording.seconds(); from += lengthS) {
            var seconds = Math.min(lengthS, recording.seconds() - from);
            var rate = Math.clamp(recording.rateHz(), LEAST_HZ, MOST_HZ);
            pieces.add(new Piece(recording, from, new Worn(recording, rate, from, seconds).motion()));
        }
        return pieces;
    }

    /** The whole recording, worn in a way that {@code random} chooses. */
    static List<Piece> otherwise(Recorded recording, Random random) {
        var pieces = new ArrayList<Piece>();
        var from = random.nextDouble() * Math.min(1, recording.seconds() - SHORTEST_S);
        while (from + SHORTEST_S <= recording.seconds()) {
            var wanted = random.nextDouble() < SHORT_PIECES
                    ? SHORTEST_S + random.nextInt(9)
                    : 10 + random.nextInt((int) LONGEST_S - 9);
            var seconds = Math.min(wanted, recording.seconds() - from);
            pieces.add(new Piece(recording, from, another(recording, from, seconds, random)));
            from += seconds;
        }
        return pieces;
    }

    private static Motion another(Recorded recording, double from, double seconds, Random random) {
        var worn = new Worn(recording, RATES[random.nextInt(RATES.length)], from, seconds);
        worn.turn = rotation(random);
        worn.scale = 1 + SCALE_SPREAD * Math.clamp(random.nextGaussian(), -2, 2);
        worn.liveliness = StrictMath.exp(LIVELINESS * Math.clamp(random.nextGaussian(), -2, 2));
        worn.noiseG = NOISES_G[random.nextInt(NOISES_G.length)];
        worn.withoutGyro = random.nextDouble() < NO_GYRO;
        worn.random = random;
        return worn.motion();
    }

    /** A uniformly random rotation, from a quaternion of four normal numbers. */
    static double[] rotation(Random random) {
        double w = random.nextGaussian(),
                x = random.nextGaussian(),
                y = random.nextGaussian(),
                z = random.nextGaussian();
        var n = Math.sqrt(w * w + x * x + y * y + z * z);
        w /= n;
        x /= n;
        y /= n;
        z /= n;
        return new double[] {
            1 - 2 * (y * y + z * z),
            2 * (x * y - z * w),
            2 * (x * z + y * w),
            2 * (x * y + z * w),
            1 - 2 * (x * x + z * z),
            2 * (y * z - x * w),
            2 * (x * z - y * w),
            2 * (y * z + x * w),
            1 - 2 * (x * x + y * y)
        };
    }

    /** One way to wear one piece. */
    private static final class Worn {
        private final Recorded recording;
        private final double rateHz;
        private final double from;
        private final double seconds;
        private double[] turn = {1, 0, 0, 0, 1, 0, 0, 0, 1};
        private double scale = 1;
        private double liveliness = 1;
        private double noiseG;
        private boolean withoutGyro;
        private Random random = new Random(0);

        Worn(Recorded recording, double rateHz, double from, double seconds) {
            this.recording = recording;
            this.rateHz = rateHz;
            this.from = from;
            this.seconds = seconds;
        }

        Motion motion() {
            var axes = withoutGyro ? 3 : recording.axes();
            var count = (int) (seconds * rateHz + 1e-6);
            var values = new double[count * recording.axes()];
            var still = new double[3];
            for (var i = 0; i < count; i++) {
                sample(i, values);
                for (var axis = 0; axis < 3; axis++) {
                    still[axis] += values[i * recording.axes() + axis] / count;
                }
            }
            var samples = Buffer.buffer(count * axes * Short.BYTES);
            for (var i = 0; i < count; i++) {
                for (var axis = 0; axis < 3; axis++) {
                    var at = i * recording.axes() + axis;
                    values[at] = still[axis] + liveliness * (values[at] - still[axis]);
                }
                append(samples, values, i * recording.axes(), scale, noiseG, ACC_SCALE);
                if (axes > 3) {
                    append(
                            samples,
                            values,
                            i * recording.axes() + 3,
                            liveliness,
                            noiseG > 0 ? GYRO_NOISE_DPS : 0,
                            GYRO_SCALE);
                }
            }
            return new Motion(0, (float) rateHz, ACC_SCALE, axes > 3 ? GYRO_SCALE : null, samples);
        }

        /** As a slower sensor averages and as a faster one would have seen it: a triangle over the longer step. */
        private void sample(int i, double[] into) {
            var middle = (from + i / rateHz) * recording.rateHz();
            var half = Math.max(1, recording.rateHz() / rateHz);
            var first = Math.max(0, (int) Math.ceil(middle - half));
            var last = Math.min(recording.samples() - 1, (int) Math.floor(middle + half));
            var weights = 0.0;
            var axes = recording.axes();
            for (var j = Math.min(first, last); j <= last; j++) {
                var weight = Math.max(1e-9, half - Math.abs(j - middle));
                weights += weight;
                for (var axis = 0; axis < axes; axis++) {
                    into[i * axes + axis] += weight * recording.values()[j * axes + axis];
                }
            }
            for (var axis = 0; axis < axes; axis++) {
                into[i * axes + axis] /= weights;
            }
        }

        private void append(Buffer samples, double[] values, int at, double factor, double noise, float unit) {
            for (var axis = 0; axis < 3; axis++) {
                var value = turn[3 * axis] * values[at]
                        + turn[3 * axis + 1] * values[at + 1]
                        + turn[3 * axis + 2] * values[at + 2];
                value = factor * value + (noise > 0 ? noise * random.nextGaussian() : 0);
                samples.appendShortLE((short) Math.clamp(Math.round(value / unit), Short.MIN_VALUE, Short.MAX_VALUE));
            }
        }
    }
}
