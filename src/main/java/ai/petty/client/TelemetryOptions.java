package ai.petty.client;

import java.time.Duration;

/**
 * One collar's telemetry over HTTP.
 *
 * @param timeout how long one request may take
 * @param maxRetries how often a request goes again before its sender hears of it
 * @param backOff the bound of the first wait; it doubles, with full jitter
 * @param maxBackOff the bound of every wait, unless the server asks for a longer one
 */
public record TelemetryOptions(
        Endpoint endpoint,
        String collarId,
        String credential,
        Duration timeout,
        int maxRetries,
        Duration backOff,
        Duration maxBackOff) {

    public static TelemetryOptions of(Endpoint endpoint, String collarId, String credential) {
        return new TelemetryOptions(
                endpoint,
                collarId,
                credential,
                Duration.ofSeconds(10),
                5,
                Duration.ofMillis(250),
                Duration.ofSeconds(15));
    }

    /** Never prints the credential. */
    @Override
    public String toString() {
        return "TelemetryOptions[" + collarId + " to " + endpoint + "]";
    }
}
