package ai.petty.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Hears what becomes of a collar's frames, on the collar's event loop. */
public interface UplinkListener {

    /** Hears nothing. */
    UplinkListener NONE = new UplinkListener() {};

    /**
     * What the server said about a frame that is now out of the outbox.
     *
     * @param accepted newly stored
     * @param duplicates stored before
     * @param resumed told by {@code ready.resume_after}, not by an {@code ack}: the counts are then unknown and 0
     */
    record Acknowledgement(
            long seq,
            Frame frame,
            int accepted,
            int duplicates,
            List<ServerFrame.Rejected> rejected,
            boolean resumed) {}

    default void acknowledged(Acknowledgement acknowledgement) {}

    /** Never to be sent again. */
    default void refused(Frame frame, String code) {}

    /** Overwritten unsent, because the outbox was full. */
    default void dropped(Frame frame) {}

    /** The server's wish, from {@code ready} or {@code configure}. */
    default void configured(Optional<Duration> reportInterval, Optional<Duration> motionEvery) {}

    /** A newer connection of the same collar stands; this one does not come back by itself. */
    default void displaced() {}
}
