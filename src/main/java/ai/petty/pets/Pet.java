package ai.petty.pets;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A pet, and the collars that it wears now.
 *
 * @param role what the one who asks is to it
 */
public record Pet(UUID petId, Role role, PetProfile profile, List<Worn> collars) {
    /**
     * A collar on the pet.
     *
     * @param pairedFrom microseconds since 1970 UTC
     * @param lastSeenAt microseconds since 1970 UTC; null when it has never been heard of
     */
    public record Worn(
            String serial,
            long pairedFrom,
            @Nullable Long lastSeenAt,
            @Nullable Float batteryPct,
            @Nullable String firmware) {}
}
