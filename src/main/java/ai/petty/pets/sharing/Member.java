package ai.petty.pets.sharing;

import ai.petty.pets.Role;
import ai.petty.pets.location.Precision;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody who may do something with a pet.
 *
 * @param precision how exactly they are told where it is; owners always exactly
 * @param expiresAt microseconds since 1970 UTC; empty when it does not end by itself
 * @param since microseconds since 1970 UTC
 * @param name empty when they have not told one
 * @param email only told to owners, and to the one whose it is
 */
public record Member(
        UUID account,
        Role role,
        Precision precision,
        Optional<Long> expiresAt,
        long since,
        Optional<String> name,
        Optional<String> email) {
    @Override
    public String toString() {
        return "Member[" + account + " " + role + "]";
    }
}
