package ai.petty.client;

import java.time.Duration;
import java.util.Optional;

/**
 * One collar's uplink.
 *
 * @param outboxFrames frames kept at the most
 * @param outboxBytes bytes kept at the most, roughly
 * @param answerTimeout how long a frame or a {@code hello} may go unanswered before the connection is given up
 * @param backOff the bound of the first wait before connecting again; it doubles, with full jitter
 * @param maxBackOff the bound of every wait
 */
public record UplinkOptions(
        Endpoint endpoint,
        String collarId,
        String credential,
        Optional<String> firmware,
        Protocol protocol,
        int outboxFrames,
        long outboxBytes,
        Duration answerTimeout,
        Duration backOff,
        Duration maxBackOff) {

    public static UplinkOptions of(Endpoint endpoint, String collarId, String credential) {
        return new UplinkOptions(
                endpoint,
                collarId,
                credential,
                Optional.empty(),
                Protocol.JSON,
                1024,
                8L << 20,
                Duration.ofSeconds(30),
                Duration.ofMillis(250),
                Duration.ofSeconds(30));
    }

    public UplinkOptions protocol(Protocol other) {
        return new UplinkOptions(
                endpoint,
                collarId,
                credential,
                firmware,
                other,
                outboxFrames,
                outboxBytes,
                answerTimeout,
                backOff,
                maxBackOff);
    }

    public UplinkOptions firmware(String version) {
        return new UplinkOptions(
                endpoint,
                collarId,
                credential,
                Optional.of(version),
                protocol,
                outboxFrames,
                outboxBytes,
                answerTimeout,
                backOff,
                maxBackOff);
    }

    public UplinkOptions outbox(int frames, long bytes) {
        return new UplinkOptions(
                endpoint, collarId, credential, firmware, protocol, frames, bytes, answerTimeout, backOff, maxBackOff);
    }

    public UplinkOptions patience(Duration answer, Duration firstBackOff, Duration longestBackOff) {
        return new UplinkOptions(
                endpoint,
                collarId,
                credential,
                firmware,
                protocol,
                outboxFrames,
                outboxBytes,
                answer,
                firstBackOff,
                longestBackOff);
    }

    /** Never prints the credential. */
    @Override
    public String toString() {
        return "UplinkOptions[" + collarId + " to " + endpoint + ", " + protocol + "]";
    }
}
