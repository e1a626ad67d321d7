package ai.petty.http.v2;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The plan of a pet, as apps of both versions get it. */
class PlanHttpTest {
    private static final AtomicInteger SERIALS = new AtomicInteger(810_000);

    private final PettyTestServer server = PettyTestServer.shared();
    private final TestPerson owner = TestPerson.registered(server);

    private String pet(JsonObject more) {
        return owner.post(
                        "/v2/pets",
                        JsonObject.of("name", "Bella", "species", "dog").mergeIn(more))
                .json(201)
                .getString("pet_id");
    }

    private static JsonObject bella() {
        return new JsonObject()
                .put("breed", "Beagle")
                .put("neutered", true)
                .put("birth_date", LocalDate.now(ZoneOffset.UTC).minusYears(4).toString())
                .put("weight_kg", 16)
                .put("body_condition", 5)
                .put("food_kcal_per_100g", 400);
    }

    private String wear(String petId) {
        var serial = "SN-" + SERIALS.getAndIncrement();
        server.sql("insert into collar (serial) values (?) returning 1", serial);
        server.sql("""
                insert into pairing (collar_id, pet_id, valid_from)
                select collar_id, ?, now() - interval '20 days' from collar where serial = ? returning 1""", UUID.fromString(petId), serial);
        return serial;
    }

    @Test
    void the_plan_follows_from_the_profile() {
        var plan = owner.get("/v2/pets/" + pet(bella()) + "/plan").json(200);
        assertThat(plan.getString("life_stage")).isEqualTo("adult");
        assertThat(plan.getString("size")).isEqualTo("medium");
        assertThat(plan.getJsonObject("energy").getInteger("rer_kcal")).isEqualTo(560);
        assertThat(plan.getJsonObject("energy").getInteger("mer_kcal")).isEqualTo(896);
        assertThat(plan.getJsonObject("food").getInteger("grams_a_day")).isEqualTo(224);
        assertThat(plan.getJsonObject("water").getInteger("ml")).isEqualTo(880);
        assertThat(plan.getJsonObject("exercise").getInteger("goal_minutes")).isEqualTo(60);
        assertThat(plan.getJsonArray("missing")).isEmpty();
        assertThat(plan.containsKey("observed")).isFalse();
    }

    @Test
    void what_was_observed_in_the_last_days_changes_it() {
        var pet = pet(bella());
        var serial = wear(pet);
        server.sql("""
                insert into activity_bin (pairing_id, start_t, observed_s, resting_s, walking_s, running_s, playing_s,
                    distance_m, resting_hr_readings, resting_br_readings, readings)
                select pairing_id, date_trunc('day', now() at time zone 'UTC') at time zone 'UTC'
                        - d * interval '1 day' + q * interval '15 minutes',
                    900, 870, 30, 0, 0, 10, 0, 0, 90
                from pairing join collar using (collar_id), generate_series(1, 10) d, generate_series(0, 95) q
                where serial = ? returning 1""", serial);
        var plan = owner.get("/v2/pets/" + pet + "/plan").json(200);
        var observed = plan.getJsonObject("observed");
        assertThat(observed.getInteger("days")).isEqualTo(10);
        assertThat(observed.getDouble("median_active_minutes")).isEqualTo(48);
        assertThat(observed.getDouble("coverage")).isEqualTo(1);
        // 48 minutes lie a fifth of the way from 30 (95 kcal) to 120 (110): 98 of 110.
        assertThat(plan.getJsonObject("energy").getInteger("mer_kcal")).isEqualTo((int) Math.round(896 * 98 / 110.0));
        assertThat(plan.getJsonObject("exercise").getInteger("goal_minutes")).isEqualTo(60);
        assertThat(plan.getJsonArray("recommendations").encode())
                .contains("exercise.more", "observed.median_active_minutes");
    }

    @Test
    void a_plan_goes_by_the_same_minutes_as_the_goals_of_days() {
        var born = LocalDate.now(ZoneOffset.UTC);
        for (var kg : new int[] {4, 16, 30, 60}) {
            for (var months : new int[] {3, 14, 50, 130}) {
                var pet = pet(bella().put("weight_kg", kg)
                        .put("birth_date", born.minusMonths(months).toString()));
                var day = owner.get("/v2/pets/" + pet + "/days/" + born).json(200);
                var exercise = owner.get("/v2/pets/" + pet + "/plan").json(200).getJsonObject("exercise");
                assertThat(exercise.getInteger("usual_minutes"))
                        .as(kg + " kg, " + months + " months")
                        .isEqualTo(exercise.getInteger("goal_minutes"))
                        .isEqualTo(day.getJsonObject("goal").getInteger("minutes"));
            }
        }
    }

    @Test
    void what_is_asked_of_its_people_says_where_it_comes_from() {
        var plan = owner.get("/v2/pets/" + pet(bella()) + "/plan").json(200);
        assertThat(plan.getJsonObject("exercise").getString("source"))
                .startsWith("rule of thumb")
                .contains("10 to 25 kg");
        assertThat(plan.getJsonObject("water").getString("source")).startsWith("rule of thumb");
        assertThat(plan.getJsonObject("food").getString("source")).contains("WSAVA", "rule of thumb");
    }

    @Test
    void a_weight_that_is_changed_in_the_profile_is_one_of_today_in_the_log() {
        var pet = pet(bella());
        owner.send("PATCH", "/v2/pets/" + pet, "{\"body_condition\": 6}", true).json(200);
        assertThat(weights(pet)).as("nobody has weighed it").isEmpty();
        owner.send("PATCH", "/v2/pets/" + pet, "{\"weight_kg\": 17}", true).json(200);
        owner.send("PATCH", "/v2/pets/" + pet, "{\"weight_kg\": 17.5}", true).json(200);
        assertThat(weights(pet))
                .containsExactly(
                        JsonObject.of("date", LocalDate.now(ZoneOffset.UTC).toString(), "weight_kg", 17.5));
        owner.send("PATCH", "/v2/pets/" + pet, "{\"weight_kg\": null}", true).json(200);
        assertThat(weights(pet)).hasSize(1);
    }

    private List<Object> weights(String pet) {
        return owner.get("/v2/pets/" + pet + "/weights").json(200).getJsonArray("weights").stream()
                .toList();
    }

    @Test
    void an_app_that_has_the_plan_is_told_so() {
        var pet = pet(bella());
        var first = owner.get("/v2/pets/" + pet + "/plan");
        var tag = requireNonNull(first.headers().get("etag")).getFirst();
        var path = "/v2/pets/" + pet + "/plan";
        assertThat(owner.send("GET", path, "", true, "If-None-Match", tag).status())
                .isEqualTo(304);
        owner.send("PATCH", "/v2/pets/" + pet, "{\"weight_kg\": 17}", true).json(200);
        assertThat(owner.send("GET", path, "", true, "If-None-Match", tag).status())
                .isEqualTo(200);
    }

    @Test
    void a_pet_of_which_nothing_is_known_has_a_plan_that_says_what_is_missing() {
        var plan = owner.get("/v2/pets/" + pet(new JsonObject()) + "/plan").json(200);
        assertThat(plan.getJsonArray("missing"))
                .isEqualTo(JsonArray.of(
                        "weight_kg", "birth_date", "neutered", "body_condition", "food_kcal_per_100g", "breed"));
        assertThat(plan.fieldNames()).doesNotContain("energy", "weight", "food", "nutrients", "water", "exercise");
    }

    @Test
    void v1_has_both_sets_of_keys() {
        var serial = wear(pet(bella()));
        var plan = owner.get("/v1/pet-plan?collar_id=" + serial).json(200);
        assertThat(plan.fieldNames())
                .containsExactly(
                        "daily_goals",
                        "nutrition_plan",
                        "health_recommendations",
                        "pet_profile",
                        "nutritional_plan",
                        "health_alerts",
                        "activity_plan");
        var nutrition = plan.getJsonObject("nutritional_plan");
        assertThat(nutrition.fieldNames())
                .containsExactly(
                        "rer_calories_per_day",
                        "mer_calories_per_day",
                        "recommended_macronutrients",
                        "suggested_foods");
        assertThat(nutrition.getInteger("rer_calories_per_day")).isEqualTo(560);
        assertThat(nutrition.getInteger("mer_calories_per_day")).isEqualTo(896);
        // 45 g per 1000 kcal of 896 kcal, which is a little more than its size alone needs
        assertThat(nutrition.getJsonObject("recommended_macronutrients").getDouble("protein_min_grams"))
                .isEqualTo(40.3);
        assertThat(nutrition.getJsonArray("suggested_foods").getJsonObject(0).getString("product_name"))
                .isNotBlank();
        var activity = plan.getJsonObject("activity_plan");
        assertThat(activity.getInteger("recommended_daily_exercise_minutes")).isEqualTo(60);
        assertThat(activity.getJsonArray("suggested_activities")).isNotEmpty().allMatch(String.class::isInstance);
        assertThat(plan.getJsonArray("health_alerts")).isEmpty();
        assertThat(owner.send("PATCH", "/v2/pets/" + planned(serial), "{\"body_condition\": 9}", true)
                        .status())
                .isEqualTo(200);
        assertThat(owner.get("/v1/pet-plan?collar_id=" + serial).json(200).getJsonArray("health_alerts"))
                .hasSize(1)
                .allMatch(String.class::isInstance);
    }

    private String planned(String serial) {
        return server.sql("select pet_id from pairing join collar using (collar_id) where serial = ?", serial)
                .getFirst();
    }

    @Test
    void v1_has_every_key_of_a_pet_of_which_nothing_is_known() {
        var plan = owner.get("/v1/pet-plan?collar_id=" + wear(pet(new JsonObject())))
                .json(200);
        for (var object : List.of("daily_goals", "nutrition_plan")) {
            assertThat(plan.getJsonObject(object))
                    .isNotEmpty()
                    .allSatisfy(entry -> assertThat(entry.getValue()).isNull());
        }
        var nutrition = plan.getJsonObject("nutritional_plan");
        assertThat(nutrition.containsKey("rer_calories_per_day")).isTrue();
        assertThat(nutrition.getValue("rer_calories_per_day")).isNull();
        assertThat(nutrition.getJsonObject("recommended_macronutrients").containsKey("protein_min_grams"))
                .isTrue();
    }

    @Test
    void v1_refuses_as_realtime_does() {
        for (var path : List.of("", "?collar_id=", "?collar_id=" + "x".repeat(65))) {
            var plan = owner.get("/v1/pet-plan" + path);
            var realtime = owner.get("/v1/realtime" + path);
            assertThat(plan.status()).as(path).isEqualTo(400).isEqualTo(realtime.status());
            assertThat(plan.json(400).getString("error"))
                    .isEqualTo(realtime.json(400).getString("error"));
        }
        var theirs = wear(pet(bella()));
        var stranger = TestPerson.registered(server);
        var refused = stranger.get("/v1/pet-plan?collar_id=" + theirs).json(404);
        assertThat(refused.getString("error"))
                .isEqualTo(stranger.get("/v1/pet-plan?collar_id=no.such.collar")
                        .json(404)
                        .getString("error"));
        assertThat(refused.fieldNames()).containsExactlyInAnyOrder("error", "request_id");
    }

    @Test
    void the_energy_of_a_food_is_from_10_to_1000() {
        for (var wrong : new Object[] {9.9, 1000.1, "much", -1, true}) {
            owner.post("/v2/pets", JsonObject.of("name", "x", "species", "dog", "food_kcal_per_100g", wrong))
                    .refused(400, "request.invalid");
        }
        var pet = pet(JsonObject.of("food_kcal_per_100g", 372.5));
        assertThat(owner.get("/v2/pets/" + pet).json(200).getDouble("food_kcal_per_100g"))
                .isEqualTo(372.5);
        owner.send("PATCH", "/v2/pets/" + pet, "{\"food_kcal_per_100g\": 9}", true)
                .refused(400, "request.invalid");
        assertThat(owner.send("PATCH", "/v2/pets/" + pet, "{\"food_kcal_per_100g\": null}", true)
                        .json(200)
                        .containsKey("food_kcal_per_100g"))
                .isFalse();
    }
}
