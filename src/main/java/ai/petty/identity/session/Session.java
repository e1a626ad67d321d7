package ai.petty.identity.session;

import ai.petty.identity.Scope;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One sign-in on one device, as its owner sees it. Times are microseconds since 1970 UTC.
 *
 * @param device what the device called itself
 * @param lastUsedAt when it was last refreshed
 * @param expiresAt when it ends by itself, unless it is refreshed
 */
public record Session(
        UUID sessionId, Set<Scope> scopes, Optional<String> device, long createdAt, long lastUsedAt, long expiresAt) {
    public Session {
        scopes = Set.copyOf(scopes);
    }
}
