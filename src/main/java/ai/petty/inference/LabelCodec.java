package ai.petty.inference;

import ai.petty.inference.motion.LabelledWindow;
import ai.petty.inference.motion.MotionLabel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Labels as a row keeps them: for each window when it begins after the motion and how long it is (microseconds, four bytes
 * each), its label's code, and its two probabilities in 65,535ths. The machine is only ever given what was read back, so that what is
 * rounded here is the same each time.
 */
final class LabelCodec {
    private static final int WINDOW_BYTES = 4 + 4 + 1 + 2 + 2;
    private static final float FULL = 65_535f;
    private static final int UNSIGNED = 0xFFFF;

    private LabelCodec() {}

    static byte[] encode(long t0, List<LabelledWindow> windows) {
        var bytes = ByteBuffer.allocate(windows.size() * WINDOW_BYTES);
        for (var window : windows) {
            bytes.putInt(Math.toIntExact(window.t0() - t0))
                    .putInt(Math.toIntExact(window.micros()))
                    .put(code(window.label()))
                    .putShort((short) Math.round(window.probability() * FULL))
                    .putShort((short) Math.round(window.moving() * FULL));
        }
        return bytes.array();
    }

    static List<LabelledWindow> decode(long t0, byte[] encoded) {
        var bytes = ByteBuffer.wrap(encoded);
        var windows = new ArrayList<LabelledWindow>(encoded.length / WINDOW_BYTES);
        while (bytes.hasRemaining()) {
            windows.add(new LabelledWindow(
                    t0 + bytes.getInt(),
                    bytes.getInt(),
                    label(bytes.get()),
                    (bytes.getShort() & UNSIGNED) / FULL,
                    (bytes.getShort() & UNSIGNED) / FULL));
        }
        return windows;
    }

    /** It stands in rows: it never changes its meaning. */
    private static byte code(MotionLabel label) {
        return switch (label) {
            case LYING -> 1;
            case SITTING -> 2;
            case STANDING -> 3;
            case WALKING -> 4;
            case RUNNING -> 5;
            case CLIMBING -> 6;
            case UNKNOWN -> 0;
        };
    }

    private static MotionLabel label(byte code) {
        return switch (code) {
            case 1 -> MotionLabel.LYING;
            case 2 -> MotionLabel.SITTING;
            case 3 -> MotionLabel.STANDING;
            case 4 -> MotionLabel.WALKING;
            case 5 -> MotionLabel.RUNNING;
            case 6 -> MotionLabel.CLIMBING;
            default -> MotionLabel.UNKNOWN;
        };
    }
}
