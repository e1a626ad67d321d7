package ai.petty.http.v2;

import ai.petty.http.StreamedJson;
import ai.petty.pets.Pet;
import ai.petty.pets.PetProfile;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A pet in the words of version 2. What nobody has said is left out. */
final class PetJson {
    private PetJson() {}

    static void object(JsonGenerator json, Pet pet) throws IOException {
        var profile = pet.profile();
        json.writeStartObject();
        json.writeStringField("pet_id", pet.petId().toString());
        json.writeStringField("role", pet.role().wireName());
        json.writeStringField("name", profile.name());
        json.writeStringField("species", profile.species());
        text(json, "breed", profile.breed());
        text(json, "sex", profile.sex());
        if (profile.neutered() != null) {
            json.writeBooleanField("neutered", profile.neutered());
        }
        text(json, "birth_date", profile.birthDate());
        StreamedJson.field(json, "weight_kg", profile.weightKg());
        if (profile.bodyCondition() != null) {
            json.writeNumberField("body_condition", profile.bodyCondition());
        }
        json.writeStringField("time_zone", profile.timeZone());
        text(json, "food", profile.food());
        StreamedJson.field(json, "food_kcal_per_100g", profile.foodKcalPer100g());
        text(json, "notes", profile.notes());
        json.writeArrayFieldStart("collars");
        for (var worn : pet.collars()) {
            worn(json, worn);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void worn(JsonGenerator json, Pet.Worn worn) throws IOException {
        json.writeStartObject();
        json.writeStringField("collar_id", worn.serial());
        json.writeStringField("paired_from", StreamedJson.instant(worn.pairedFrom()));
        if (worn.lastSeenAt() != null) {
            json.writeStringField("last_seen_at", StreamedJson.instant(worn.lastSeenAt()));
        }
        StreamedJson.field(json, "battery_pct", worn.batteryPct());
        text(json, "firmware", worn.firmware());
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }

    /** The profile of a new pet; the contract has seen to its shape. */
    static PetProfile profile(JsonObject body) {
        var empty = new PetProfile("", "dog", null, null, null, null, null, null, "UTC", null, null, null);
        return changed(empty, body);
    }

    /** What the body says in place of what stood there: a null takes a value away, what it does not name stays. */
    static PetProfile changed(PetProfile before, JsonObject body) {
        return new PetProfile(
                Optional.ofNullable(body.getString("name")).map(String::strip).orElse(before.name()),
                Optional.ofNullable(body.getString("species")).orElse(before.species()),
                value(body, "breed", before.breed(), body::getString),
                value(body, "sex", before.sex(), body::getString),
                value(body, "neutered", before.neutered(), body::getBoolean),
                value(body, "birth_date", before.birthDate(), name -> date(body.getString(name))),
                value(body, "weight_kg", before.weightKg(), body::getFloat),
                value(body, "body_condition", before.bodyCondition(), name -> condition(body.getInteger(name))),
                Optional.ofNullable(body.getString("time_zone")).orElse(before.timeZone()),
                value(body, "food", before.food(), body::getString),
                value(body, "food_kcal_per_100g", before.foodKcalPer100g(), body::getFloat),
                value(body, "notes", before.notes(), body::getString));
    }

    private static <T> @Nullable T value(
            JsonObject body, String name, @Nullable T before, Function<String, @Nullable T> read) {
        return body.containsKey(name) ? read.apply(name) : before;
    }

    private static @Nullable LocalDate date(@Nullable String text) {
        return text == null ? null : Dates.of("/birth_date", text);
    }

    private static @Nullable Short condition(@Nullable Integer value) {
        return value == null ? null : value.shortValue();
    }
}
