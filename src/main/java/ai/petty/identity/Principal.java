package ai.petty.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who a request or a socket speaks for. */
public sealed interface Principal {
    /**
     * A person's account; {@code account} keys limits and ownership.
     *
     * @param grant the access token that it came with; empty for the demo household's secret, which never expires
     */
    record Person(UUID account, Set<Scope> scopes, Optional<Grant> grant) implements Principal {}

    /** The collar with this serial. */
    record Collar(String serial) implements Principal {}

    /** Nobody in particular; only where the configuration says so. */
    record Anonymous() implements Principal {}

    /**
     * What an access token says of itself.
     *
     * @param tokenId {@code jti}
     * @param keyId our key that signed it; empty for tokens of other issuers
     * @param session empty for tokens of other issuers
     * @param epoch its account's when it was issued; empty for tokens of other issuers
     * @param issuedAt empty where another issuer does not say it
     * @param expiresAt from then on nothing may be done with it; an open socket is closed with 4401
     */
    record Grant(
            String tokenId,
            Optional<String> keyId,
            Optional<UUID> session,
            Optional<Integer> epoch,
            Optional<Instant> issuedAt,
            Instant expiresAt) {}
}
