package ai.petty.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the server says on the uplink. */
public sealed interface ServerFrame {

    /**
     * The credential is good and frames are heard.
     *
     * @param resumeAfter the last number of this collar that is known to be committed
     * @param serverTime the server's clock, microseconds since 1970 UTC
     */
    record Ready(
            long resumeAfter,
            OptionalLong serverTime,
            int maxFrameBytes,
            int maxUnacked,
            Optional<Duration> reportInterval)
            implements ServerFrame {}

    /** Everything accepted of that frame is committed; what is rejected will never be accepted. */
    record Ack(long seq, int accepted, int duplicates, List<Rejected> rejected, OptionalLong serverTime)
            implements ServerFrame {}

    /** The frame as a whole is unusable, or, with {@code retryAfter}, not taken now. */
    record Nack(OptionalLong seq, String code, Optional<Duration> retryAfter) implements ServerFrame {}

    /** What the server would like. */
    record Configure(Optional<Duration> reportInterval, Optional<Duration> motionEvery) implements ServerFrame {}

    /** The server is about to close; {@code displaced} when this collar connected anew elsewhere. */
    record Goodbye(String reason, Optional<Duration> reconnectAfter) implements ServerFrame {}

    /** A type that this client does not know: a newer server's, and none of its business. */
    record Unknown(String type) implements ServerFrame {}

    /**
     * One item that the server will never accept.
     *
     * @param codes stable dotted names, such as {@code clock.out_of_window}
     */
    record Rejected(int index, List<String> codes) {}
}
