package ai.petty.ingest;

import ai.petty.problem.FieldError;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a collar sends over the uplink, protocol {@code petty.v2}. */
sealed interface UplinkFrame {
    /** The first frame: who it is. */
    record Hello(
            String collarId,
            Optional<String> credential,
            Optional<String> firmware,
            Optional<Float> batteryPct,
            Optional<Instant> sentAt)
            implements UplinkFrame {
        /** Never prints the credential. */
        @Override
        public String toString() {
            return "Hello[" + collarId + "]";
        }
    }

    record Readings(long seq, Optional<Instant> sentAt, List<Decoded> readings) implements UplinkFrame {}

    record MotionWindow(long seq, Motion motion) implements UplinkFrame {}

    /**
     * A frame that can never be used.
     *
     * @param seq empty where it could not be read
     */
    record Unusable(Optional<Long> seq, String code, List<FieldError> errors) implements UplinkFrame {}
}
