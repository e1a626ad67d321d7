package ai.petty.identity.account;

import java.util.Optional;
import java.util.UUID;

/**
 * A person's account, as its owner sees it.
 *
 * @param email empty for one of another issuer that tells no address
 * @param isVerified whether the address is proved
 * @param createdAt microseconds since 1970 UTC
 */
public record Account(
        UUID accountId,
        Optional<String> email,
        boolean isVerified,
        Optional<String> name,
        Optional<String> phone,
        long createdAt) {
    @Override
    public String toString() {
        return "Account[" + accountId + "]";
    }
}
