package ai.petty.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.inference.TestMotion;
import ai.petty.inference.behaviour.Behaviour;
import ai.petty.inference.motion.MotionLabel;
import ai.petty.store.Micros;
import ai.petty.timeline.BehaviourRows;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** That rooms which do not know each other hear of each other, on a real server. */
class JoinsHttpTest {
    /** Its own: what everybody says moves what others are told. */
    private static final PettyTestServer SERVER = PettyTestServer.start(Map.of("feedback.refresh", "1s"));

    private static final BehaviourRows ROWS = new BehaviourRows(SERVER::jdbc);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TestPerson ada = TestPerson.registered(SERVER);
    private final UUID pet = UUID.fromString(ada.post("/v2/pets", JsonObject.of("name", "Bella", "species", "dog"))
            .json(201)
            .getString("pet_id"));
    private final String serial = "JN-" + UUID.randomUUID().toString().substring(0, 8);
    private final long pairing = Long.parseLong(SERVER.sql("""
            with worn as (insert into collar (serial, credential_hash) values (?, '') returning collar_id)
            insert into pairing (collar_id, pet_id, valid_from) select collar_id, ?, '-infinity' from worn
            returning pairing_id""", serial, pet).getFirst());
    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(20));

    @AfterAll
    static void close() {
        SERVER.close();
    }

    private String walk(int quarter) {
        return ROWS.episode(
                        pairing,
                        Behaviour.WALKING,
                        begin.plus(Duration.ofMinutes(15L * quarter)),
                        Duration.ofMinutes(10))
                .text();
    }

    private JsonObject say(String event, JsonObject verdict) {
        return ada.post("/v2/pets/" + pet + "/events/" + event + "/feedback", verdict)
                .json(201);
    }

    private static JsonObject running() {
        return JsonObject.of("verdict", "incorrect", "corrected_behavior", "running", "use_for_training", true);
    }

    private static JsonObject event(JsonArray events, String id) {
        return events.stream()
                .map(JsonObject.class::cast)
                .filter(event -> event.getString("event_id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private JsonObject told(String event) {
        return event(
                ada.get("/v2/pets/" + pet + "/timeline?from=" + begin + "&to=" + begin.plus(Duration.ofHours(20)))
                        .json(200)
                        .getJsonArray("events"),
                event);
    }

    @Test
    void what_somebody_says_is_told_with_the_event_by_both_versions() {
        var walk = walk(0);
        var other = walk(1);
        say(walk, running());
        say(other, JsonObject.of("verdict", "incorrect"));
        assertThat(told(walk).getJsonObject("correction").getString("behavior")).isEqualTo("running");
        assertThat(told(other).getJsonObject("correction").getString("behavior"))
                .isEqualTo("unknown");
        var first =
                event(ada.get("/v1/pet-timeline?collar_id=" + serial).json(200).getJsonArray("timeline"), walk);
        assertThat(first.getJsonObject("metadata").getString("corrected_to")).isEqualTo("running");
        ada.post("/v2/pets/" + pet + "/events/" + walk + "/feedback", JsonObject.of("verdict", "correct"))
                .json(200);
        assertThat(told(walk).containsKey("correction")).isFalse();
    }

    @Test
    void enough_verdicts_change_the_confidence_of_what_comes_next_and_are_counted_beside_the_model() {
        var next = walk(70);
        var before = told(next).getDouble("confidence");
        for (var i = 0; i < 20; i++) {
            say(walk(i), running());
        }
        assertThat(told(next).getDouble("confidence")).isLessThan(before - 0.1);
        await().atMost(PATIENCE).untilAsserted(() -> {
            var live = ada.get("/v2/model").json(200).getJsonArray("live_precision");
            assertThat(live).hasSize(1);
            var walking = live.getJsonObject(0);
            assertThat(walking.getString("behavior")).isEqualTo("walking");
            assertThat(walking.getString("model")).isEqualTo("rules");
            assertThat(walking.getInteger("judged")).isGreaterThanOrEqualTo(20);
            assertThat(walking.getInteger("people")).isPositive();
            assertThat(walking.getDouble("precision")).isBetween(0.0, 0.5);
        });
    }

    @Test
    void windows_of_motion_are_kept_with_what_is_said_and_not_made_again() {
        var walk = walk(0);
        var motion = TestMotion.piece(Micros.of(begin.plusSeconds(60)), 20);
        SERVER.sql(
                """
                insert into motion (pairing_id, t0, received_at, rate_hz, acc_scale, samples)
                values (?, ?::timestamptz, now(), ?, ?, ?) returning 1""",
                pairing,
                Micros.instant(motion.t0()).toString(),
                motion.rateHz(),
                motion.accScale(),
                motion.samples().getBytes());
        SERVER.sql(
                """
                insert into motion_label (pairing_id, t0, model, windows) values (?, ?::timestamptz, 'motion-of-old', ?)
                returning 1""",
                pairing,
                Micros.instant(motion.t0()).toString(),
                TestMotion.encoded(motion.t0(), TestMotion.labels(motion, MotionLabel.WALKING, 0.5f)));
        var id = UUID.fromString(say(walk, running()).getString("feedback_id"));
        var windows = new JsonArray(windows(id));
        assertThat(windows.size()).isGreaterThan(10);
        assertThat(windows.getJsonObject(0).getString("model")).isEqualTo("motion-of-old");
        assertThat(windows.getJsonObject(0).getString("label")).isEqualTo("walking");
        SERVER.sql("update motion_label set model = 'motion-of-now' where pairing_id = ? returning 1", pairing);
        ada.post("/v2/pets/" + pet + "/events/" + walk + "/feedback", JsonObject.of("verdict", "correct"))
                .json(200);
        assertThat(windows(id)).isEqualTo(windows.encode());
    }

    private static String windows(UUID feedbackId) {
        return new JsonArray(SERVER.sql("select windows::text from feedback where feedback_id = ?", feedbackId)
                        .getFirst())
                .encode();
    }

    @Test
    void what_is_wrong_right_now_stands_in_the_plan() {
        assertThat(plan().getJsonArray("alerts")).isEmpty();
        SERVER.sql("""
                insert into alert (pairing_id, rule, since_t, pet_id, opened_at, evidence, changed_at)
                values (?, 4, now(), ?, now(), '{}', now()) returning 1""", pairing, pet);
        assertThat(plan().getJsonArray("alerts")).isEqualTo(JsonArray.of("Its collar's battery is low."));
    }

    private JsonObject plan() {
        return ada.get("/v2/pets/" + pet + "/plan").json(200);
    }
}
