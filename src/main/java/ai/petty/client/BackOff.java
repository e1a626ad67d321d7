package ai.petty.client;

import io.vertx.circuitbreaker.RetryPolicy;
import java.time.Duration;

/** How long to wait before the next connection: doubling, bounded, with full jitter. */
final class BackOff {
    private static final int MAX_EXPONENT = 20;

    private final RetryPolicy policy;
    private int attempt;

    BackOff(Duration first, Duration longest) {
        this.policy = RetryPolicy.exponentialDelayWithJitter(first.toMillis(), longest.toMillis());
    }

    long nextMillis(String why) {
        attempt = Math.min(attempt + 1, MAX_EXPONENT);
        return policy.delay(new Lost(why), attempt);
    }

    /** It went well: the next wait is a short one again. */
    void reset() {
        attempt = 0;
    }

    /** The failure that the policy is told. */
    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost(String why) {
            super(why, null, false, false);
        }
    }
}
