package ai.petty.pets.sharing;

import java.util.UUID;

/**
 * Somebody who was asked to look after a pet, and has not answered.
 *
 * @param expiresAt when it can no longer be accepted, microseconds since 1970 UTC
 * @param terms what it offers
 * @param createdAt microseconds since 1970 UTC
 */
public record Invitation(UUID invitationId, String email, Terms terms, long expiresAt, long createdAt) {
    @Override
    public String toString() {
        return "Invitation[" + invitationId + "]";
    }
}
