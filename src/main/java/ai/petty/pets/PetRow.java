package ai.petty.pets;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A pet's profile as its row holds it: names and what people write in their own words are envelopes. */
final class PetRow {
    static final String COLUMNS = """
            pet.pet_id, pet.name, pet.name_sealed, pet.species, pet.breed, pet.sex, pet.neutered, pet.birth_date,
            pet.weight_kg, pet.body_condition, pet.time_zone, pet.food_sealed, pet.food_kcal_per_100g, pet.notes_sealed""";

    private final SealedFields sealed;

    PetRow(SealedFields sealed) {
        this.sealed = sealed;
    }

    PetProfile profile(Row row) {
        var petId = row.getUUID("pet_id");
        return new PetProfile(
                name(row, petId),
                row.getString("species"),
                row.getString("breed"),
                row.getString("sex"),
                row.getBoolean("neutered"),
                row.getLocalDate("birth_date"),
                row.getFloat("weight_kg"),
                row.getShort("body_condition"),
                row.getString("time_zone"),
                sealed.open(petId, "food_sealed", row.getBuffer("food_sealed")),
                row.getFloat("food_kcal_per_100g"),
                sealed.open(petId, "notes_sealed", row.getBuffer("notes_sealed")));
    }

    private String name(Row row, UUID petId) {
        @Nullable String own = sealed.open(petId, "name_sealed", row.getBuffer("name_sealed"));
        return own == null ? Objects.requireNonNullElse(row.getString("name"), "") : own;
    }

    /** The pet's id and what {@link #profile} reads, in the order in which the statements name it. */
    Tuple parameters(UUID petId, PetProfile profile) {
        return Tuple.tuple()
                .addUUID(petId)
                .addValue(sealed.seal(petId, "name_sealed", profile.name()))
                .addValue(profile.species())
                .addValue(profile.breed())
                .addValue(profile.sex())
                .addValue(profile.neutered())
                .addValue(profile.birthDate())
                .addValue(profile.weightKg())
                .addValue(profile.bodyCondition())
                .addValue(profile.timeZone())
                .addValue(sealed.seal(petId, "food_sealed", profile.food()))
                .addValue(profile.foodKcalPer100g())
                .addValue(sealed.seal(petId, "notes_sealed", profile.notes()));
    }
}
