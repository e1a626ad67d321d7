package ai.petty.pets;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a pet's people say of it.
 *
 * @param species {@code dog} or {@code cat}
 * @param sex {@code female} or {@code male}; null when nobody has said
 * @param weightKg the last known weight
 * @param bodyCondition from 1 (emaciated) over 5 (ideal) to 9 (obese), WSAVA's scale
 * @param timeZone IANA name of the zone by whose days it lives
 * @param food what it eats, in the people's own words
 * @param foodKcalPer100g energy of that food, metabolisable and as fed, kcal per 100 g; null when nobody has said
 */
public record PetProfile(
        String name,
        String species,
        @Nullable String breed,
        @Nullable String sex,
        @Nullable Boolean neutered,
        @Nullable LocalDate birthDate,
        @Nullable Float weightKg,
        @Nullable Short bodyCondition,
        String timeZone,
        @Nullable String food,
        @Nullable Float foodKcalPer100g,
        @Nullable String notes) {
    @Override
    public String toString() {
        return "PetProfile[masked]";
    }
}
