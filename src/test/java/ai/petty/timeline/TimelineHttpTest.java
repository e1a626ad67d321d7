package ai.petty.timeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.inference.behaviour.Behaviour;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pets did and how their days were, asked for by people with apps. */
@SuppressWarnings("TimeInStaticInitializer") // a day is the same for all that a run asks
class TimelineHttpTest {
    /** Its own: how sure one is of a behaviour depends on what everybody has said of it. */
    private static final PettyTestServer SERVER = PettyTestServer.start(Map.of());

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final BehaviourRows ROWS = new BehaviourRows(SERVER::jdbc);

    private final TestPerson ada = TestPerson.registered(SERVER);
    private String pet;
    private String serial;
    private long pairing;

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @BeforeEach
    void makeAPet() {
        pet = ada.post(
                        "/v2/pets",
                        JsonObject.of("name", "Bella", "species", "dog", "weight_kg", 12, "birth_date", "2020-05-01"))
                .json(201)
                .getString("pet_id");
        serial = "TL-" + UUID.randomUUID().toString().substring(0, 6).toUpperCase(Locale.ROOT);
        pairing = Long.parseLong(SERVER.sql("""
                with worn as (insert into collar (serial, credential_hash) values (?, '') returning collar_id)
                insert into pairing (collar_id, pet_id, valid_from) select collar_id, ?::uuid, '-infinity' from worn
                returning pairing_id""", serial, pet).getFirst());
    }

    private String path(String rest) {
        return "/v2/pets/" + pet + rest;
    }

    private static Instant midnight(int daysAgo) {
        return TODAY.minusDays(daysAgo).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static String range(int fromDaysAgo, int toDaysAgo) {
        return "?from=" + midnight(fromDaysAgo) + "&to=" + midnight(toDaysAgo);
    }

    @Test
    void a_timeline_is_told_in_pages_and_not_again_to_who_has_it() {
        for (var i = 0; i < 5; i++) {
            ROWS.episode(pairing, Behaviour.WALKING, midnight(2).plus(Duration.ofHours(i)), Duration.ofMinutes(30));
        }
        var first = ada.get(path("/timeline" + range(2, 1) + "&limit=3"));
        var page = first.json(200);
        assertThat(page.getString("pet_id")).isEqualTo(pet);
        assertThat(page.getJsonArray("events")).hasSize(3);
        var event = page.getJsonArray("events").getJsonObject(0);
        assertThat(event.getString("behavior")).isEqualTo("walking");
        assertThat(event.getString("from")).isEqualTo(midnight(2).toString());
        assertThat(event.getDouble("confidence")).isEqualTo(0.75);
        var rest = ada.get(path("/timeline" + range(2, 1) + "&limit=3&cursor=" + page.getString("next_cursor")))
                .json(200);
        assertThat(rest.getJsonArray("events")).hasSize(2);
        assertThat(rest.containsKey("next_cursor")).isFalse();

        var tag = requireNonNull(first.headers().get("etag")).getFirst();
        var again = ada.send("GET", path("/timeline" + range(2, 1) + "&limit=3"), "", true, "If-None-Match", tag);
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        ROWS.episode(pairing, Behaviour.WALKING, midnight(2), Duration.ofMinutes(31));
        assertThat(ada.send("GET", path("/timeline" + range(2, 1) + "&limit=3"), "", true, "If-None-Match", tag)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_day_has_its_figures_its_goal_and_its_streak() {
        for (var day = 4; day >= 1; day--) {
            ROWS.bins(pairing, midnight(day), midnight(day - 1), 60, 58.0);
        }
        ROWS.episode(pairing, Behaviour.SLEEPING, midnight(1).minus(Duration.ofHours(2)), Duration.ofHours(8));
        ROWS.episode(pairing, Behaviour.SLEEPING, midnight(1).plus(Duration.ofHours(12)), Duration.ofHours(1));

        var answer = ada.get(path("/days/" + TODAY.minusDays(1)));
        var day = answer.json(200);
        assertThat(day.getString("time_zone")).isEqualTo("UTC");
        assertThat(day.getBoolean("over")).isTrue();
        assertThat(day.getBoolean("sealed")).isFalse();
        assertThat(day.getJsonObject("activity").getJsonObject("active_s"))
                .isEqualTo(JsonObject.of("value", 5_760.0, "coverage", 1.0));
        assertThat(day.getJsonObject("rest").getJsonObject("resting_s").getDouble("value"))
                .isEqualTo(80_640);
        assertThat(day.getJsonObject("sleep")).isEqualTo(new JsonObject("""
                        {"night_s":{"value":28800.0,"coverage":1.0},"naps_s":{"value":3600.0,"coverage":1.0},"naps":1}"""));
        assertThat(day.getJsonObject("distance_m").getDouble("value")).isEqualTo(5_760);
        assertThat(day.getJsonObject("resting_heart_rate_bpm").getDouble("value"))
                .isEqualTo(58);
        assertThat(day.getJsonObject("resting_breathing_rate_rpm"))
                .isEqualTo(new JsonObject().putNull("value").put("coverage", 0.0));
        assertThat(day.getJsonObject("goal")).isEqualTo(new JsonObject("""
                {"minutes":60,"source":"default: dog of 10 to 25 kg","active_minutes":96,"coverage":1.0,"reached":true}"""));
        assertThat(day.getInteger("streak_days")).isEqualTo(4);
        var tag = requireNonNull(answer.headers().get("etag")).getFirst();
        assertThat(ada.send("GET", path("/days/" + TODAY.minusDays(1)), "", true, "If-None-Match", tag)
                        .status())
                .isEqualTo(304);
    }

    @Test
    void of_a_pet_that_sends_nothing_nothing_is_known_and_nothing_is_zero() {
        assertThat(ada.get(path("/timeline" + range(2, 0))).json(200).getJsonArray("events"))
                .isEmpty();
        var day = ada.get(path("/days/" + TODAY)).json(200);
        for (var group : List.of("activity", "rest", "sleep")) {
            day.getJsonObject(group)
                    .forEach(figure -> assertThat(figure.getValue())
                            .isIn(null, new JsonObject().putNull("value").put("coverage", 0.0)));
        }
        assertThat(day.getJsonObject("goal").getValue("reached")).isNull();
        assertThat(day.getJsonObject("goal").getValue("active_minutes")).isNull();
        assertThat(day.getInteger("streak_days")).isZero();
        var week =
                ada.get(path("/trends?weeks=1")).json(200).getJsonArray("weeks").getJsonObject(0);
        assertThat(week.getJsonObject("active_s_per_day").getValue("value")).isNull();
        assertThat(week.getInteger("days_seen")).isZero();
        var baseline = ada.get(path("/baseline")).json(200);
        assertThat(baseline.getJsonObject("resting_heart_rate_bpm").getString("source"))
                .isEqualTo("population");
        assertThat(baseline.getJsonObject("resting_heart_rate_bpm").getDouble("value"))
                .isEqualTo(60.6);
        assertThat(baseline.getValue("active_s_per_day")).isNull();
        assertThat(baseline.getJsonObject("readiness").getBoolean("ready")).isFalse();
        var wellness = ada.get(path("/wellness")).json(200);
        assertThat(wellness.getValue("score")).isNull();
        assertThat(wellness.getString("absent_because")).isEqualTo("coverage_low");
    }

    @Test
    void what_is_usual_is_the_pets_own_after_some_days_and_wellness_is_held_against_it() {
        for (var day = 8; day >= 2; day--) {
            ROWS.bins(pairing, midnight(day), midnight(day - 1), 60 + day, day == 4 ? 150.0 : 58.0);
            ROWS.episode(pairing, Behaviour.SLEEPING, midnight(day).minus(Duration.ofHours(2)), Duration.ofHours(8));
        }
        ROWS.bins(pairing, midnight(1), midnight(0), 20, 75.0);
        ROWS.episode(pairing, Behaviour.SLEEPING, midnight(1).minus(Duration.ofHours(2)), Duration.ofHours(8));

        var baseline = ada.get(path("/baseline")).json(200);
        var heart = baseline.getJsonObject("resting_heart_rate_bpm");
        assertThat(heart.getString("source")).isEqualTo("own");
        assertThat(heart.getDouble("value")).isBetween(58.0, 59.0);
        assertThat(baseline.getJsonObject("readiness").getInteger("days_seen")).isEqualTo(7);
        assertThat(baseline.getJsonObject("active_s_per_day").getDouble("value"))
                .isBetween(5_900.0, 6_300.0);
        assertThat(baseline.getJsonObject("sleep_s_per_day").getDouble("value")).isEqualTo(28_800);

        var wellness = ada.get(path("/wellness")).json(200);
        assertThat(wellness.getString("date")).isEqualTo(TODAY.minusDays(1).toString());
        assertThat(wellness.getInteger("score")).isLessThan(60);
        var parts = wellness.getJsonArray("parts");
        assertThat(part(parts, "resting_heart_rate").getString("direction")).isEqualTo("higher");
        assertThat(part(parts, "activity").getString("direction")).isEqualTo("lower");
        assertThat(part(parts, "sleep").getDouble("score")).isEqualTo(100);
        assertThat(part(parts, "resting_breathing_rate").getValue("score")).isNull();
        assertThat(ada.get(path("/wellness?date=" + TODAY)).json(200).getString("absent_because"))
                .isEqualTo("day_not_over");
        assertThat(ada.get(path("/wellness?date=" + TODAY.minusDays(2)))
                        .json(200)
                        .getInteger("score"))
                .isGreaterThan(90);

        var weeks = ada.get(path("/trends?weeks=3")).json(200).getJsonArray("weeks");
        assertThat(weeks).hasSize(3);
        var seen = new ArrayList<Integer>();
        weeks.forEach(week -> seen.add(((JsonObject) week).getInteger("days_seen")));
        assertThat(seen.stream().mapToInt(Integer::intValue).sum()).isEqualTo(8);
    }

    private static JsonObject part(JsonArray parts, String name) {
        return parts.stream()
                .map(JsonObject.class::cast)
                .filter(part -> part.getString("part").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void days_are_those_of_the_pets_own_time_zone() {
        ada.send("PATCH", path(""), "{\"time_zone\":\"Pacific/Chatham\"}", true).json(200);
        var day = ada.get(path("/days/2026-04-05")).json(200);
        assertThat(day.getString("from")).isEqualTo("2026-04-04T10:15:00Z");
        assertThat(day.getString("to")).isEqualTo("2026-04-05T11:15:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-30",
                "2026-3-1",
                "yesterday",
                "%20",
                "0000-01-01",
                "20260301",
                "2026-03-01T00:00:00Z",
                "-2026-03-01",
                "999999999-01-01",
                "%00"
            })
    void a_day_that_is_none_is_refused(String date) {
        ada.get(path("/days/" + date)).refused(400, "request.invalid");
        ada.get(path("/wellness?date=" + date)).refused(400, "request.invalid");
    }

    @ParameterizedTest
    @CsvSource({
        "/timeline, request.invalid",
        "'/timeline?from=2026-03-01T00:00:00Z', request.invalid",
        "'/timeline?from=x&to=2026-03-01T00:00:00Z', request.invalid",
        "'/timeline?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z', range.invalid",
        "'/timeline?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z', range.invalid",
        "'/timeline?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&limit=1001', request.invalid",
        "'/timeline?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&limit=-1', request.invalid",
        "'/timeline?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&cursor=xyz', cursor.invalid",
        "'/trends?weeks=0', request.invalid",
        "'/trends?weeks=105', request.invalid",
        "'/trends?weeks=two', request.invalid",
        "'/trends?weeks=', request.invalid",
        "/days/9999-12-31, request.invalid",
        "'/wellness?date=9999-12-31', request.invalid"
    })
    void what_cannot_be_answered_is_refused(String question, String code) {
        ada.get(path(question)).refused(400, code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/timeline?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z",
                "/days/2026-03-01",
                "/trends",
                "/baseline",
                "/wellness"
            })
    void whose_pet_it_is_not_is_told_what_is_told_of_no_pet(String question) {
        var stranger = TestPerson.registered(SERVER);
        var refused = stranger.get(path(question));
        refused.refused(404, "pet.unknown");
        stranger.get("/v2/pets/" + UUID.randomUUID() + question).refused(404, "pet.unknown");
        stranger.get("/v2/pets/bella" + question).refused(400, "request.invalid");
        stranger.send("GET", path(question), "", false).refused(401, "auth.required");
        SERVER.sql(
                "insert into member (pet_id, account_id, role, precision) values (?::uuid, ?, 'vet', 'hidden') returning 1",
                pet,
                stranger.accountId());
        assertThat(stranger.get(path(question)).status()).isEqualTo(200);
    }

    @Test
    void version_1_knows_its_own_words_only_and_texts_only() {
        var now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        var at = now.minus(Duration.ofHours(20));
        for (var behaviour : Behaviour.values()) {
            ROWS.episode(pairing, behaviour, at, Duration.ofMinutes(30));
            at = at.plus(Duration.ofHours(1));
        }
        ROWS.episode(pairing, Behaviour.WALKING, now.minus(Duration.ofHours(30)), Duration.ofMinutes(30));
        SERVER.sql("""
                insert into reading (pairing_id, t, received_at, n, hr, activity)
                select ?, now() - i * interval '1 minute', now(), 0, 60, 0 from generate_series(-1, 6) i returning 1""", pairing);

        var answer = ada.get("/v1/pet-timeline?collar_id=" + serial);
        var body = answer.json(200);
        assertThat(body.fieldNames()).containsExactlyInAnyOrder("collar_id", "timeline", "metadata");
        assertThat(body.getString("collar_id")).isEqualTo(serial);
        var names = new ArrayList<String>();
        body.getJsonArray("timeline").forEach(item -> {
            var event = (JsonObject) item;
            assertThat(event.fieldNames())
                    .containsExactlyInAnyOrder("event_id", "timestamp", "behavior", "confidence", "metadata");
            assertThat(event.getString("event_id")).startsWith("evt_");
            event.getJsonObject("metadata")
                    .forEach(one -> assertThat(one.getValue()).isInstanceOf(String.class));
            names.add(event.getString("behavior") + "/"
                    + event.getJsonObject("metadata").getString("detail"));
        });
        assertThat(names)
                .containsExactly(
                        "Deep Sleep/deep_sleep",
                        "Anxious Pacing/anxious_pacing",
                        "Playing Fetch/playing_fetch",
                        "Resting/resting",
                        "Walking/walking",
                        "Running/running",
                        "Unknown/playing",
                        "Resting/sleeping");
        var metadata = body.getJsonObject("metadata");
        assertThat(metadata.fieldNames())
                .containsExactlyInAnyOrder(
                        "data_points",
                        "behaviors_detected",
                        "analysis_time_ms",
                        "ai_processing_time_ms",
                        "average_confidence",
                        "generated_at",
                        "model_version");
        assertThat(metadata.getInteger("data_points")).isEqualTo(8);
        assertThat(metadata.getInteger("behaviors_detected")).isEqualTo(8);
        assertThat(metadata.getDouble("average_confidence")).isEqualTo(0.75);
        assertThat(answer.headers()).containsKeys("deprecation", "sunset");
    }

    @Test
    void version_1_tells_an_empty_list_where_nothing_is_known_and_nothing_of_who_wore_the_collar_before() {
        var other = ada.post("/v2/pets", JsonObject.of("name", "Rex", "species", "dog"))
                .json(201)
                .getString("pet_id");
        var before = Long.parseLong(SERVER.sql("""
                insert into pairing (collar_id, pet_id, valid_from, valid_to)
                select collar_id, ?::uuid, '-infinity', now() - interval '1 hour' from pairing where pairing_id = ?
                returning pairing_id""", other, pairing).getFirst());
        SERVER.sql(
                "update pairing set valid_from = now() - interval '1 hour' where pairing_id = ? returning 1", pairing);
        ROWS.episode(before, Behaviour.WALKING, Instant.now().minusSeconds(7_200), Duration.ofMinutes(30));
        var body = ada.get("/v1/pet-timeline?collar_id=" + serial).json(200);
        assertThat(body.getJsonArray("timeline")).isEmpty();
        assertThat(body.getJsonObject("metadata").getInteger("data_points")).isZero();
        assertThat(body.getJsonObject("metadata").getDouble("average_confidence"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400",
        "?collar_id=, 400",
        "?collar_id=no.such.collar, 404",
        "?collar_id=%00, 404",
        "?collar=SN-1, 400"
    })
    void version_1_refuses_in_its_own_shape(String query, int status) {
        var refused = ada.get("/v1/pet-timeline" + query);
        assertThat(refused.json(status).fieldNames()).containsExactlyInAnyOrder("error", "request_id");
        assertThat(ada.get("/v1/pet-timeline?collar_id=" + "x".repeat(65)).status())
                .isEqualTo(400);
        assertThat(ada.send("GET", "/v1/pet-timeline?collar_id=" + serial, "", false)
                        .status())
                .isEqualTo(401);
        var stranger = TestPerson.registered(SERVER);
        assertThat(stranger.get("/v1/pet-timeline?collar_id=" + serial).status())
                .isEqualTo(404);
    }

    @Test
    void version_1_counts_who_asks_for_timelines() {
        var statuses = new ArrayList<Integer>();
        for (var i = 0; i < 40; i++) {
            statuses.add(ada.get("/v1/pet-timeline?collar_id=" + serial).status());
        }
        assertThat(statuses.subList(0, 20)).containsOnly(200);
        assertThat(statuses).contains(429);
    }
}
