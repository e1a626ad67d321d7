package ai.petty.simulator;

import ai.petty.client.Frame;
import java.util.Optional;

/** What the accelerometer and the gyroscope of a collar see. */
interface Motion {

    /**
     * A window of it.
     *
     * @param frame empty where there is too little for one
     * @param untilS where the next window begins, seconds since the collar began
     */
    record Window(Optional<Frame.Motion> frame, double untilS) {}

    /** The window from {@code fromS} to {@code toS} at the latest, seconds since the collar began. */
    Window window(double fromS, double toS);

    /** Little-endian int16, as the wire wants it. */
    static void put(byte[] samples, int index, int value) {
        samples[2 * index] = (byte) value;
        samples[2 * index + 1] = (byte) (value >> 8);
    }
}
