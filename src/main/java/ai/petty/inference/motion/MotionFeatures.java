package ai.petty.inference.motion;

import ai.petty.ingest.Motion;

/** All features of all windows of a motion. Has room to work in, so it belongs to one thread. */
@SuppressWarnings("EnumOrdinal") // rows have the features in the order of the enum
public final class MotionFeatures {
    /** How hard the dog has to go for its posture to be upright: VeDBA of 0.18 g, softly. */
    private static final double GOING = StrictMath.log(0.18);

    private static final double SOFTNESS = 3;
    /** Fewer windows of going tell no direction. */
    private static final double FEWEST_GOING = 2;

    private final WindowFeatures alone = new WindowFeatures();
    private float[] gravity = {};

    /** The features of one motion: {@link Feature#COUNT} numbers a window. */
    public float[] of(Motion motion) {
        var rows = new float[EvenMotion.windows(motion) * Feature.COUNT];
        compute(motion, rows, 0);
        return rows;
    }

    /** Whether these rows, all of one motion, know where gravity points while the dog goes. */
    public static boolean tellUpright(float[] rows, int firstRow, int windows) {
        return windows > 0 && !Float.isNaN(rows[firstRow * Feature.COUNT + Feature.UPRIGHT.ordinal()]);
    }

    /** @param rows takes {@link Feature#COUNT} numbers a window, from {@code firstRow} on */
    EvenMotion compute(Motion motion, float[] rows, int firstRow) {
        var even = EvenMotion.of(motion);
        var windows = even.windows();
        if (gravity.length < 3 * windows) {
            gravity = new float[3 * windows];
        }
        for (var window = 0; window < windows; window++) {
            alone.compute(even, window, gravity, rows, (firstRow + window) * Feature.COUNT);
        }
        postures(rows, firstRow, windows);
        return even;
    }

    private void postures(float[] rows, int firstRow, int windows) {
        double x = 0, y = 0, z = 0, weights = 0;
        for (var window = 0; window < windows; window++) {
            var vedba = rows[(firstRow + window) * Feature.COUNT + Feature.VEDBA.ordinal()];
            var weight = 1 / (1 + StrictMath.exp(-SOFTNESS * (vedba - GOING)));
            weights += weight;
            x += weight * gravity[3 * window];
            y += weight * gravity[3 * window + 1];
            z += weight * gravity[3 * window + 2];
        }
        var going = Math.sqrt(x * x + y * y + z * z);
        var isKnown = weights > FEWEST_GOING && going > 1e-3;
        for (var window = 0; window < windows; window++) {
            var at = (firstRow + window) * Feature.COUNT;
            double gx = gravity[3 * window], gy = gravity[3 * window + 1], gz = gravity[3 * window + 2];
            rows[at + Feature.UPRIGHT.ordinal()] = isKnown ? (float) ((gx * x + gy * y + gz * z) / going) : Float.NaN;
            rows[at + Feature.UPRIGHT_STEADY.ordinal()] = isKnown ? (float) (going / weights) : Float.NaN;
        }
    }
}
