package ai.petty.feedback;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestEvents;
import ai.petty.TestPerson;
import ai.petty.inference.behaviour.Behaviour;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What apps of version 1 say to events. */
class SubmitFeedbackHttpTest {
    private static final String PATH = "/v1/submit-feedback";
    private static final String FROM = "2026-03-01T10:00:00Z";
    private static final String TO = "2026-03-01T10:10:00Z";

    private final PettyTestServer server = PettyTestServer.shared();
    private final TestPerson ada = TestPerson.registered(server);

    private UUID pet(TestPerson owner) {
        return UUID.fromString(owner.post("/v2/pets", JsonObject.of("name", "Bella", "species", "dog"))
                .json(201)
                .getString("pet_id"));
    }

    private String walk(UUID pet) {
        return TestEvents.episode(server, TestEvents.pair(server, pet), Behaviour.WALKING, FROM, TO);
    }

    private String column(String column, String feedbackId) {
        return server.sql(
                        "select (" + column + ")::text from feedback where feedback_id = ?",
                        UUID.fromString(feedbackId))
                .getFirst();
    }

    private String submit(TestPerson person, String eventId, String said) {
        return person.post(PATH, JsonObject.of("event_id", eventId, "user_feedback", said))
                .json(201)
                .getString("feedback_id");
    }

    @Test
    void the_answer_has_the_shape_that_apps_know() {
        var answer = ada.post(PATH, JsonObject.of("event_id", walk(pet(ada)), "user_feedback", "correct"));
        assertThat(answer.json(201).fieldNames())
                .containsExactly("success", "feedback_id", "message", "request_id", "processing_time_ms");
        assertThat(answer.body())
                .matches("\\{\"success\":true,\"feedback_id\":\"[0-9a-f-]{36}\",\"message\":\"[^\"]+\","
                        + "\"request_id\":\"[^\"]+\",\"processing_time_ms\":[0-9.]+}");
        assertThat(answer.headers().get("content-type")).containsExactly("application/json");
        assertThat(answer.headers()).containsKeys("deprecation", "sunset", "link");
        assertThat(answer.json(201).getString("request_id"))
                .isEqualTo(
                        requireNonNull(answer.headers().get("x-correlation-id")).getFirst());
    }

    @Test
    void an_event_that_is_known_is_kept_as_it_was() {
        var pet = pet(ada);
        var id = submit(ada, walk(pet), "correct");
        assertThat(column("pet_id", id)).isEqualTo(pet.toString());
        assertThat(column("verdict", id)).isEqualTo("correct");
        assertThat(column("behaviour", id)).isEqualTo("5");
        assertThat(column("model", id)).isEqualTo("rules");
        assertThat(column("evidence", id)).isEqualTo("{\"heart_rate_mean_bpm\": 71.5}");
        assertThat(Float.parseFloat(column("confidence", id))).isEqualTo(0.8f);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "correct;correct",
                "Incorrect;incorrect",
                "' CORRECT ';correct",
                "'incorrect, he was eating';incorrect",
                "'Incorrect!';incorrect",
                "correct me if I am wrong;unclear",
                "not correct;unclear",
                "correctly;unclear",
                "'';unclear",
                "'5 stars';unclear"
            },
            delimiter = ';')
    void correct_and_incorrect_are_recognised(String said, String verdict) {
        assertThat(column("verdict", submit(ada, "evt_" + UUID.randomUUID(), said)))
                .isEqualTo(verdict);
    }

    @Test
    void an_event_that_is_not_known_or_not_ones_own_is_kept_as_unmatched() {
        var theirs = walk(pet(TestPerson.registered(server)));
        for (var event : List.of(theirs, "evt_1_5_1", "🐕 \u0000 \\ \" ' ; drop table pet", "x".repeat(100))) {
            var id = submit(ada, event, "incorrect");
            assertThat(column("pet_id", id)).isNull();
            assertThat(column("verdict", id)).isEqualTo("incorrect");
        }
    }

    @Test
    void whoever_says_it_again_has_still_one_say_and_others_have_theirs() {
        var pet = pet(ada);
        var event = walk(pet);
        var bob = TestPerson.registered(server);
        server.sql(
                "insert into member (pet_id, account_id, role) values (?, ?, 'viewer') returning 1",
                pet,
                bob.accountId());
        var first = submit(ada, event, "correct");
        assertThat(submit(ada, event, "incorrect")).isEqualTo(first);
        var other = submit(bob, event, "correct");
        assertThat(other).isNotEqualTo(first);
        assertThat(column("verdict", first)).isEqualTo("incorrect");
        assertThat(column("verdict", other)).isEqualTo("correct");
    }

    @Test
    void a_name_that_late_readings_have_taken_away_means_what_now_holds_at_its_begin() {
        var pet = pet(ada);
        var pairing = TestEvents.pair(server, pet);
        TestEvents.episode(server, pairing, Behaviour.WALKING, "2026-03-01T09:58:00Z", TO);
        var id = submit(ada, TestEvents.id(pairing, Behaviour.WALKING, FROM), "correct");
        assertThat(column("from_t", id)).startsWith("2026-03-01 09:58:00");
        assertThat(submit(ada, TestEvents.id(pairing, Behaviour.WALKING, "2026-03-01T09:58:00Z"), "correct"))
                .as("it is one event, and one say")
                .isEqualTo(id);
        assertThat(column("pet_id", submit(ada, TestEvents.id(pairing, Behaviour.RUNNING, FROM), "correct")))
                .as("another behaviour is another claim")
                .isNull();
    }

    @Test
    void what_the_app_sends_along_is_kept_enciphered() {
        var id = ada.post(
                        PATH,
                        new JsonObject()
                                .put("event_id", "evt_secret")
                                .put("user_feedback", "he was at the neighbours'")
                                .put("timestamp", "2026-03-01T10:00:00.123456+01:00")
                                .put("segment", JsonObject.of("secret", "screen")))
                .json(201)
                .getString("feedback_id");
        assertThat(column("said_at", id)).startsWith("2026-03-01 09:00:00.123456");
        assertThat(server.sql("select feedback::text from feedback where feedback_id = ?", UUID.fromString(id))
                        .getFirst())
                .doesNotContain("secret", "neighbours", "screen")
                .contains("unclear");
        assertThat(column("note_sealed is not null and segment_sealed is not null", id))
                .isEqualTo("true");
    }

    @Test
    void every_field_that_is_wrong_is_named() {
        refused("{}", "event_id", "user_feedback");
        refused("{\"event_id\":\"\",\"user_feedback\":\"correct\"}", "event_id");
        refused("{\"event_id\":\"" + "x".repeat(101) + "\",\"user_feedback\":\"correct\"}", "event_id");
        refused("{\"event_id\":7,\"user_feedback\":\"correct\"}", "event_id");
        refused("{\"event_id\":null,\"user_feedback\":\"correct\"}", "event_id");
        refused("{\"event_id\":\"e\"}", "user_feedback");
        refused("{\"event_id\":\"e\",\"user_feedback\":true}", "user_feedback");
        refused("{\"event_id\":\"e\",\"user_feedback\":\"" + "x".repeat(1001) + "\"}", "user_feedback");
        refused("{\"event_id\":\"e\",\"user_feedback\":\"correct\",\"timestamp\":\"yesterday\"}", "timestamp");
        refused(
                "{\"event_id\":\"e\",\"user_feedback\":\"correct\",\"timestamp\":\"2026-02-30T10:00:00Z\"}",
                "timestamp");
        refused("{\"event_id\":\"e\",\"user_feedback\":\"correct\",\"timestamp\":12}", "timestamp");
        refused("{\"event_id\":\"e\",\"user_feedback\":\"correct\",\"segment\":[]}", "segment");
        refused("{\"event_id\":\"e\",\"user_feedback\":\"correct\",\"segment\":\"s\"}", "segment");
        refused(
                "{\"event_id\":\"e\",\"user_feedback\":\"correct\",\"segment\":{\"a\":\"" + "ä".repeat(32_770) + "\"}}",
                "segment");
        for (var body : List.of("[]", "7", "{", "not json")) {
            refused(body);
        }
    }

    private void refused(String body, String... fields) {
        var answer = ada.send("POST", PATH, body, true);
        assertThat(answer.json(400).fieldNames()).as(body).containsExactlyInAnyOrder("error", "request_id");
        assertThat(List.of(fields))
                .allSatisfy(field ->
                        assertThat(answer.json(400).getString("error")).as(body).contains(field + ": "));
    }

    @Test
    void what_is_as_long_as_it_may_be_is_kept() {
        var body = new JsonObject()
                .put("event_id", "🐕".repeat(100))
                .put("user_feedback", "x".repeat(1000))
                .put("timestamp", "2026-03-01T10:00")
                .put("segment", JsonObject.of("a", "x".repeat(65_528)));
        ada.post(PATH, body).json(201);
        ada.post(PATH, body.putNull("timestamp").putNull("segment")).json(201);
    }

    @Test
    void it_needs_a_persons_token_and_too_many_are_told_when_to_return() {
        var body = JsonObject.of("event_id", "e", "user_feedback", "correct");
        assertThat(ada.post(PATH, body, false).status()).isEqualTo(401);
        var hasty = TestPerson.registered(server);
        var answer = hasty.post(PATH, body);
        for (var i = 0; i < 1_000 && answer.status() == 201; i++) {
            answer = hasty.post(PATH, body);
        }
        assertThat(answer.json(429).fieldNames()).containsExactlyInAnyOrder("error", "request_id");
        assertThat(answer.headers()).containsKey("retry-after");
        ada.post(PATH, body).json(201);
    }

    @Test
    void who_holds_the_demo_households_secret_has_a_say() {
        var answer = ada.send(
                "POST",
                PATH,
                "{\"event_id\":\"evt_demo\",\"user_feedback\":\"correct\"}",
                false,
                "Authorization",
                "Bearer " + server.secret());
        assertThat(column("account_id is null", answer.json(201).getString("feedback_id")))
                .isEqualTo("true");
    }

    @Test
    void one_account_cannot_fill_the_house_with_what_its_app_sends_along() {
        server.sql("""
                insert into feedback (feedback_id, account_id, event_sealed, verdict, segment_sealed, given_at)
                select gen_random_uuid(), ?, '', 'unclear', decode(repeat('00', 1048576), 'hex'), now()
                from generate_series(1, 16) returning 1""", ada.accountId());
        var answer = ada.post(
                        PATH,
                        JsonObject.of("event_id", "one more", "user_feedback", "correct", "segment", new JsonObject()))
                .json(201);
        assertThat(column("segment_sealed is null and verdict = 'correct'", answer.getString("feedback_id")))
                .isEqualTo("true");
        assertThat(answer.getString("message")).contains("segment was not kept");
        // They are no envelopes: whoever goes through all of them later would stumble.
        server.sql("delete from feedback where account_id = ? returning 1", ada.accountId());
    }

    @Test
    void a_segment_stays_until_there_is_another() {
        var body = JsonObject.of("event_id", "evt_s", "user_feedback", "correct", "segment", JsonObject.of("a", 1));
        var id = ada.post(PATH, body).json(201).getString("feedback_id");
        var first = column("segment_sealed", id);
        ada.post(PATH, JsonObject.of("event_id", "evt_s", "user_feedback", "incorrect"))
                .json(201);
        assertThat(column("segment_sealed", id)).isEqualTo(first);
        assertThat(ada.post(PATH, body).json(201).getString("message")).doesNotContain("segment");
        assertThat(column("segment_sealed", id)).isNotEqualTo(first);
    }

    @Test
    void what_is_on_no_event_is_kept_a_thousand_times_and_no_more() {
        var known = submit(ada, "the first", "correct");
        server.sql("""
                insert into feedback (feedback_id, account_id, event_sealed, verdict, given_at)
                select gen_random_uuid(), ?, '', 'unclear', now() from generate_series(1, 999) returning 1""", ada.accountId());
        var answer = ada.post(PATH, JsonObject.of("event_id", "one too many", "user_feedback", "correct"));
        assertThat(answer.json(400).getString("error")).contains("event_id: ", "1,000");
        assertThat(submit(ada, "the first", "incorrect"))
                .as("what is there may change")
                .isEqualTo(known);
        assertThat(column("pet_id is not null", submit(ada, walk(pet(ada)), "correct")))
                .as("an event that is known is no matter of that")
                .isEqualTo("true");
        server.sql("delete from feedback where account_id = ? returning 1", ada.accountId());
    }
}
