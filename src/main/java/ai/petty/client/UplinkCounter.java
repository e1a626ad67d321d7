package ai.petty.client;

/** What an uplink counts. */
public enum UplinkCounter {
    /** Frames written to a socket, each sending counted. */
    FRAMES_SENT,
    /** Of those, the ones that had been sent before. */
    FRAMES_RESENT,
    /** Frames with an {@code ack}. */
    FRAMES_ACKED,
    /** Frames without an {@code ack} that a later {@code ready} named as committed. */
    FRAMES_RESUMED,
    /** Of the frames acked or resumed, those of motion. */
    MOTION_FRAMES_ACKED,
    /** Readings handed in. */
    READINGS_OFFERED,
    READINGS_ACCEPTED,
    READINGS_DUPLICATE,
    READINGS_REJECTED,
    /** Readings of resumed frames: stored, as far as they were good. */
    READINGS_RESUMED,
    /** Readings sent again with their time put right by the server's clock. */
    READINGS_RESTAMPED,
    /** Every {@code nack}, with or without a retry time. */
    NACKED,
    /** Frames never to be sent again: a {@code nack} without a retry time, or too large for the server. */
    FRAMES_REFUSED,
    READINGS_REFUSED,
    /** Overwritten while never sent, because the outbox was full. */
    FRAMES_DROPPED,
    READINGS_DROPPED,
    /** Connections made after the first. */
    RECONNECTS,
    /** Times that the server said that a newer connection of this collar stands. */
    DISPLACED
}
