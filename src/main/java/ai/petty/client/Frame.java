package ai.petty.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a collar has to tell, before it has a number: a frame is numbered when it is sent for the first time. */
public sealed interface Frame {

    /** Readings, at least one. */
    record Readings(List<CollarReading> readings) implements Frame {
        private static final int BYTES_EACH = 96;

        public Readings {
            readings = List.copyOf(readings);
            if (readings.isEmpty()) {
                throw new IllegalArgumentException("a frame holds at least one reading");
            }
        }

        @Override
        public int items() {
            return readings.size();
        }

        @Override
        public int bytesHeld() {
            return readings.size() * BYTES_EACH;
        }
    }

    /**
     * A window of raw motion.
     *
     * @param t0 time of the first sample, microseconds since 1970 UTC
     * @param rateHz samples a second, 10 to 100
     * @param accScale g for one count
     * @param gyroScale degrees a second for one count; null when the collar has no gyroscope
     * @param samples little-endian int16, {@code ax ay az [gx gy gz]} interleaved; not to be changed any more
     */
    @SuppressWarnings("ArrayRecordComponent") // handed through to the socket; compared by nobody
    record Motion(
            long t0,
            double rateHz,
            float accScale,
            @Nullable Float gyroScale,
            byte[] samples) implements Frame {
        private static final int BYTES_BESIDE = 64;

        public int axes() {
            return gyroScale == null ? 3 : 6;
        }

        public int sampleCount() {
            return samples.length / (2 * axes());
        }

        @Override
        public int items() {
            return 1;
        }

        @Override
        public int bytesHeld() {
            return samples.length + BYTES_BESIDE;
        }
    }

    /** How many things the server will speak of by index. */
    int items();

    /** Roughly what it takes in the collar's memory. */
    int bytesHeld();
}
