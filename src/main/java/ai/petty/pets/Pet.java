package ai.petty.pets;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A pet, and the collars that it wears now.
 *
 * @param timeZone IANA name of the zone by whose days it lives
 */
public record Pet(UUID petId, String name, String species, String timeZone, List<Worn> collars) {
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
