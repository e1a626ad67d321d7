package ai.petty.client;

import java.time.Duration;

/**
 * How patient a client is.
 *
 * @param timeout how long one request may take
 * @param maxRetries how often a request goes again before its sender hears of it
 * @param backOff the bound of the first wait; it doubles, with full jitter
 * @param maxBackOff the bound of every wait, unless the server asks for a longer one
 */
public record RetryOptions(Duration timeout, int maxRetries, Duration backOff, Duration maxBackOff) {
    /** For a person who waits, and for a collar that does not mind. */
    public static final RetryOptions USUAL =
            new RetryOptions(Duration.ofSeconds(10), 5, Duration.ofMillis(250), Duration.ofSeconds(15));
}
