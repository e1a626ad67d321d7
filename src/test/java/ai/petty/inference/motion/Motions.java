package ai.petty.inference.motion;

import ai.petty.ingest.Motion;
import io.vertx.core.buffer.Buffer;
import java.util.Random;

/** Motion for tests: what a dog's body does as a function of time, measured by some collar. */
final class Motions {
    static final double ACC_SCALE = 16.0 / 32768;
    static final double GYRO_SCALE = 2000.0 / 32768;

    private Motions() {}

    /** Acceleration in g at a time in seconds. */
    @FunctionalInterface
    interface Body {
        double[] at(double seconds);
    }

    /** A dog that goes at this many steps a second. */
    static Body going(double stepsHz, double strengthG) {
        return t -> new double[] {
            0.3 + strengthG * StrictMath.sin(2 * Math.PI * stepsHz * t),
            0.1 + 0.4 * strengthG * StrictMath.sin(2 * Math.PI * stepsHz / 2 * t + 1),
            0.94 + 0.7 * strengthG * StrictMath.cos(2 * Math.PI * stepsHz * t + 0.5)
        };
    }

    /** A dog that does nothing but breathe. */
    static Body resting() {
        return t -> new double[] {
            0.2 + 0.004 * StrictMath.sin(2 * Math.PI * 0.4 * t),
            0.3 + 0.003 * StrictMath.sin(2 * Math.PI * 0.4 * t + 2),
            0.93 + 0.002 * StrictMath.sin(2 * Math.PI * 1.3 * t)
        };
    }

    static Motion measured(Body body, double rateHz, double lengthS) {
        return measured(body, rateHz, lengthS, new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 0);
    }

    static Motion measured(Body body, double rateHz, double lengthS, double[] turn, double noiseG) {
        var random = new Random(5);
        var samples = Buffer.buffer();
        for (var i = 0; i < Math.ceil(lengthS * rateHz - 1e-6); i++) {
            var a = body.at(i / rateHz);
            for (var axis = 0; axis < 3; axis++) {
                var value = turn[3 * axis] * a[0] + turn[3 * axis + 1] * a[1] + turn[3 * axis + 2] * a[2];
                append(samples, (value + noiseG * random.nextGaussian()) / ACC_SCALE);
            }
        }
        return new Motion(0, (float) rateHz, (float) ACC_SCALE, null, samples);
    }

    /** The same, without a gyroscope, by a sensor whose counts are so many g. */
    static Motion counted(Motion motion, float accScale) {
        var samples = Buffer.buffer();
        for (var i = 0; i < motion.samples().length(); i += Short.BYTES) {
            append(samples, motion.samples().getShortLE(i) * motion.accScale() / accScale);
        }
        return new Motion(motion.t0(), motion.rateHz(), accScale, null, samples);
    }

    /** The same with a gyroscope that turns at so many deg/s about its first axis. */
    static Motion withGyro(Motion motion, double dps) {
        var samples = Buffer.buffer();
        for (var i = 0; i < motion.samples().length(); i += 6) {
            samples.appendBuffer(motion.samples(), i, 6);
            append(samples, dps / GYRO_SCALE);
            append(samples, 0);
            append(samples, 0);
        }
        return new Motion(motion.t0(), motion.rateHz(), motion.accScale(), (float) GYRO_SCALE, samples);
    }

    private static void append(Buffer samples, double counts) {
        samples.appendShortLE((short) Math.clamp(Math.round(counts), Short.MIN_VALUE, Short.MAX_VALUE));
    }

    /** A rotation from four numbers, not all of them 0. */
    static double[] turn(double w, double x, double y, double z) {
        var n = Math.sqrt(w * w + x * x + y * y + z * z);
        double a = w / n, b = x / n, c = y / n, d = z / n;
        return new double[] {
            1 - 2 * (c * c + d * d),
            2 * (b * c - d * a),
            2 * (b * d + c * a),
            2 * (b * c + d * a),
            1 - 2 * (b * b + d * d),
            2 * (c * d - b * a),
            2 * (b * d - c * a),
            2 * (c * d + b * a),
            1 - 2 * (b * b + c * c)
        };
    }
}
