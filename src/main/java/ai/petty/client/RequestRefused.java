package ai.petty.client;

import java.time.Duration;
import java.util.Optional;

/** The server answered, and not with success. */
public final class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Optional<Duration> retryAfter;

    RequestRefused(int status, String body, Optional<Duration> retryAfter) {
        super(status + " " + body, null, false, false);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    public int status() {
        return status;
    }

    /** What {@code Retry-After} said. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** Whether the same request may be good later (RFC 9110, 15.5 and 15.6; 429 is RFC 6585; a conflict that says when to return). */
    public boolean isForNow() {
        return status == 429 || status >= 500 || (status == 409 && retryAfter.isPresent());
    }
}
