package ai.petty.identity.tokens;

import java.time.Instant;

/**
 * Something that is no longer good although it has not expired.
 *
 * @param id grows, but not in the order in which they are committed
 * @param subject the token's {@code jti}, the session's or the account's id, or the collar's serial
 * @param epoch of an account: tokens with a smaller one are meant
 * @param expiresAt when nothing that it names is good any more anyway
 */
public record Revocation(long id, Kind kind, String subject, int epoch, Instant revokedAt, Instant expiresAt) {
    /** What is revoked. */
    public enum Kind {
        TOKEN,
        SESSION,
        ACCOUNT,
        COLLAR
    }
}
