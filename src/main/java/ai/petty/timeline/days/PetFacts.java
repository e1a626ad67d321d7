package ai.petty.timeline.days;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of a pet to count its days.
 *
 * @param species {@code dog} or {@code cat}
 * @param sealedDay the last day that is sealed; null: none yet
 * @param sealedUntil nothing before this time is computed anew, microseconds since 1970 UTC; 0 where nothing is sealed
 */
public record PetFacts(
        UUID petId,
        String species,
        @Nullable LocalDate birthDate,
        @Nullable Float weightKg,
        ZoneId zone,
        @Nullable LocalDate sealedDay,
        long sealedUntil) {
    boolean isSealed(LocalDate date) {
        return sealedDay != null && !date.isAfter(sealedDay);
    }
}
