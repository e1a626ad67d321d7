package ai.petty.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestEvents;
import ai.petty.TestPerson;
import ai.petty.inference.behaviour.Behaviour;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What apps of version 2 say to events, and read back. */
class FeedbackHttpTest {
    private static final String FROM = "2026-03-01T10:00:00Z";
    private static final String TO = "2026-03-01T10:10:00Z";

    private final PettyTestServer server = PettyTestServer.shared();
    private final TestPerson ada = TestPerson.registered(server);
    private final UUID pet = pet(ada);
    private final long pairing = TestEvents.pair(server, pet);
    private final String event = TestEvents.episode(server, pairing, Behaviour.WALKING, FROM, TO);

    private static UUID pet(TestPerson owner) {
        return UUID.fromString(owner.post("/v2/pets", JsonObject.of("name", "Bella", "species", "dog"))
                .json(201)
                .getString("pet_id"));
    }

    private String path(String eventId) {
        return "/v2/pets/" + pet + "/events/" + eventId + "/feedback";
    }

    private static JsonObject eating() {
        return JsonObject.of("verdict", "incorrect", "corrected_behavior", "eating", "note", "At his bowl.");
    }

    @Test
    void what_is_said_is_noted_with_the_event_as_it_was() {
        var answer = ada.post(path(event), eating());
        var said = answer.json(201);
        assertThat(answer.headers().get("location")).containsExactly(path(event));
        assertThat(said.getString("event_id")).isEqualTo(event);
        assertThat(said.getString("verdict")).isEqualTo("incorrect");
        assertThat(said.getString("corrected_behavior")).isEqualTo("eating");
        assertThat(said.getString("note")).isEqualTo("At his bowl.");
        assertThat(said.getBoolean("use_for_training")).isFalse();
        assertThat(said.getJsonObject("event"))
                .isEqualTo(JsonObject.of("event_id", event, "behavior", "walking", "from", FROM, "to", TO)
                        .put("confidence", 0.8)
                        .put("model", "rules"));
        assertThat(ada.get(path(event)).json(200)).isEqualTo(said);
    }

    @Test
    void the_same_event_again_is_a_change_of_mind_and_the_latest_counts() {
        var first = ada.post(path(event), eating()).json(201);
        var second = ada.post(path(event), JsonObject.of("verdict", "correct")).json(200);
        assertThat(second.getString("feedback_id")).isEqualTo(first.getString("feedback_id"));
        assertThat(second.containsKey("note")).isFalse();
        assertThat(second.containsKey("corrected_behavior")).isFalse();
        assertThat(ada.get(path(event)).json(200)).isEqualTo(second);
        assertThat(server.sql("select verdict from feedback where pet_id = ?", pet))
                .containsExactly("correct");
    }

    @Test
    void what_was_said_stays_with_the_event_as_it_was_when_the_event_is_gone() {
        ada.post(path(event), eating()).json(201);
        TestEvents.forget(server, pairing);
        assertThat(ada.get(path(event)).json(200).getJsonObject("event").getString("behavior"))
                .isEqualTo("walking");
        ada.post(path(event), eating()).refused(404, "event.unknown");
        ada.post("/v1/submit-feedback", JsonObject.of("event_id", event, "user_feedback", "correct"))
                .json(201);
        var now = ada.get(path(event)).json(200);
        assertThat(now.getString("verdict")).isEqualTo("correct");
        assertThat(now.getJsonObject("event").getString("behavior")).isEqualTo("walking");
    }

    @Test
    void what_was_unmatched_when_it_was_said_first_is_matched_once_there_is_such_an_event() {
        var later = TestEvents.id(pairing, Behaviour.RUNNING, "2026-03-01T12:00:00Z");
        var first = ada.post("/v1/submit-feedback", JsonObject.of("event_id", later, "user_feedback", "correct"))
                .json(201);
        TestEvents.episode(server, pairing, Behaviour.RUNNING, "2026-03-01T12:00:00Z", "2026-03-01T12:10:00Z");
        var now = ada.post(path(later), JsonObject.of("verdict", "correct")).json(200);
        assertThat(now.getString("feedback_id")).isEqualTo(first.getString("feedback_id"));
        assertThat(now.getJsonObject("event").getString("behavior")).isEqualTo("running");
    }

    private String renamed(String from) {
        TestEvents.forget(server, pairing);
        return TestEvents.episode(server, pairing, Behaviour.WALKING, from, TO);
    }

    @Test
    void what_is_said_of_an_event_by_an_older_name_is_found_by_both_names() {
        var now = renamed("2026-03-01T09:50:00Z");
        var answer = ada.post(path(event), eating());
        var said = answer.json(201);
        assertThat(answer.headers().get("location")).containsExactly(path(now));
        assertThat(ada.get(path(event)).json(200)).isEqualTo(said);
        assertThat(ada.get(path(now)).json(200)).isEqualTo(said);
        assertThat(ada.post(path(now), eating()).json(200).getString("feedback_id"))
                .isEqualTo(said.getString("feedback_id"));
    }

    @Test
    void an_event_that_late_readings_have_renamed_since_is_still_the_same_to_who_changes_their_mind() {
        var first = ada.post(path(event), eating()).json(201);
        // Not even at its begin anything holds that did: only that it overlaps says that it is the same.
        var now = renamed("2026-03-01T10:02:00Z");
        assertThat(ada.get(path(now)).json(200)).isEqualTo(first);
        var second = ada.post(path(now), JsonObject.of("verdict", "correct")).json(200);
        assertThat(second.getString("feedback_id")).isEqualTo(first.getString("feedback_id"));
        assertThat(second.getJsonObject("event").getString("event_id")).isEqualTo(now);
        assertThat(server.sql("select verdict from feedback where pet_id = ?", pet))
                .containsExactly("correct");
        assertThat(ada.get(path(now)).json(200)).isEqualTo(second);
    }

    @Test
    void one_event_that_has_become_two_has_a_say_for_each() {
        ada.post(path(event), eating()).json(201);
        var early = renamed("2026-03-01T09:50:00Z");
        var first = ada.post(path(early), eating()).json(200);
        // And now there is one of the old name again, beside the other.
        TestEvents.episode(server, pairing, Behaviour.WALKING, FROM, TO);
        var second = ada.post(path(event), JsonObject.of("verdict", "correct")).json(201);
        assertThat(second.getString("feedback_id")).isNotEqualTo(first.getString("feedback_id"));
        assertThat(ada.get(path(event)).json(200)).isEqualTo(second);
        assertThat(ada.get(path(early)).json(200)).isEqualTo(first);
    }

    @Test
    void another_behaviour_in_the_same_place_is_another_claim() {
        ada.post(path(event), eating()).json(201);
        TestEvents.forget(server, pairing);
        var run = TestEvents.episode(server, pairing, Behaviour.RUNNING, FROM, TO);
        ada.get(path(run)).refused(404, "feedback.none");
        ada.post(path(run), JsonObject.of("verdict", "correct")).json(201);
        assertThat(server.sql("select verdict from feedback where pet_id = ? order by verdict", pet))
                .containsExactly("correct", "incorrect");
    }

    @Test
    void words_that_say_neither_take_nothing_back() {
        ada.post(path(event), eating().put("use_for_training", true)).json(201);
        ada.post("/v1/submit-feedback", JsonObject.of("event_id", event, "user_feedback", "what a dog"))
                .json(201);
        var kept = ada.get(path(event)).json(200);
        assertThat(kept.getString("verdict")).isEqualTo("incorrect");
        assertThat(kept.getString("corrected_behavior")).isEqualTo("eating");
        assertThat(kept.getBoolean("use_for_training")).isTrue();
        assertThat(kept.getString("note")).isEqualTo("what a dog");
        ada.post("/v1/submit-feedback", JsonObject.of("event_id", event, "user_feedback", "correct"))
                .json(201);
        var changed = ada.get(path(event)).json(200);
        assertThat(changed.getString("verdict")).isEqualTo("correct");
        assertThat(changed.containsKey("corrected_behavior")).isFalse();
        assertThat(changed.getBoolean("use_for_training"))
                .as("nobody has agreed to that of this verdict")
                .isFalse();
        assertThat(changed.getString("note")).isEqualTo("what a dog");
    }

    @Test
    void who_says_too_much_at_once_is_told_when_to_return() {
        var answer = ada.post(path(event), eating());
        // Fewer than anybody may read at once.
        for (var i = 0; i < 190 && answer.status() != 429; i++) {
            answer = ada.post(path(event), eating());
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers()).containsKey("retry-after");
    }

    @Test
    void of_two_verdicts_at_once_one_is_left_and_neither_fails() {
        var answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() ->
                        ada.post(path(event), JsonObject.of("verdict", i % 2 == 0 ? "correct" : "incorrect"))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 201);
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        var left = ada.get(path(event)).json(200);
        assertThat(server.sql("select verdict from feedback where pet_id = ?", pet))
                .containsExactly(left.getString("verdict"));
        var latest = answers.stream()
                .map(answer -> new JsonObject(answer.body()))
                .max((one, other) -> one.getInstant("given_at").compareTo(other.getInstant("given_at")))
                .orElseThrow();
        assertThat(left.getString("verdict")).isEqualTo(latest.getString("verdict"));
    }

    @Test
    void a_key_makes_it_one_request() {
        var key = UUID.randomUUID().toString();
        var first = ada.postOnce(key, path(event), eating());
        ada.post(path(event), JsonObject.of("verdict", "correct")).json(200);
        var again = ada.postOnce(key, path(event), eating());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.status()).isEqualTo(first.status()).isEqualTo(201);
        assertThat(server.sql("select verdict from feedback where pet_id = ?", pet))
                .as("the repetition has changed nothing")
                .containsExactly("correct");
        ada.postOnce(key, path(event), JsonObject.of("verdict", "correct")).refused(422, "idempotency.key_reused");
    }

    @Test
    void every_field_that_is_wrong_is_named() {
        refused(new JsonObject(), "/verdict");
        refused(JsonObject.of("verdict", "unclear"), "/verdict");
        refused(JsonObject.of("verdict", 1), "/verdict");
        refused(JsonObject.of("verdict", "incorrect", "corrected_behavior", "flying"), "/corrected_behavior");
        refused(JsonObject.of("verdict", "incorrect", "corrected_behavior", 3), "/corrected_behavior");
        refused(JsonObject.of("verdict", "correct", "corrected_behavior", "eating"), "/corrected_behavior");
        refused(JsonObject.of("verdict", "incorrect", "corrected_behavior", "walking"), "/corrected_behavior");
        refused(JsonObject.of("verdict", "correct", "note", 7), "/note");
        refused(JsonObject.of("verdict", "correct", "note", "x".repeat(1001)), "/note");
        refused(JsonObject.of("verdict", "correct", "use_for_training", "yes"), "/use_for_training");
        assertThat(ada.send("POST", path(event), "[]", true).status()).isEqualTo(400);
        assertThat(server.sql("select 1 from feedback where pet_id = ?", pet)).isEmpty();
    }

    @Test
    void every_label_that_people_may_give_is_taken() {
        for (var label : Labels.ALL) {
            if (!label.equals("walking")) {
                var body = JsonObject.of("verdict", "incorrect", "corrected_behavior", label);
                assertThat(ada.post(path(event), body).status()).as(label).isIn(200, 201);
            }
        }
    }

    private void refused(JsonObject body, String pointer) {
        var errors = ada.post(path(event), body).json(400).getJsonArray("errors");
        assertThat(errors.stream().map(error -> ((JsonObject) error).getString("pointer")))
                .as(body.encode())
                .containsExactly(pointer);
    }

    @Test
    void an_event_of_another_pet_or_of_none_is_not_there() {
        var bob = TestPerson.registered(server);
        var theirs = TestEvents.episode(server, TestEvents.pair(server, pet(bob)), Behaviour.WALKING, FROM, TO);
        for (var unknown : List.of(theirs, "evt_1_5_1", "nonsense", "evt_zzzzzzzzzzzz_zz_zzzzzzzzzzzz", "%00")) {
            ada.post(path(unknown), eating()).refused(404, "event.unknown");
            ada.get(path(unknown)).refused(404, "feedback.none");
        }
        bob.post(path(event), eating()).refused(404, "pet.unknown");
        bob.get(path(event)).refused(404, "pet.unknown");
        bob.get("/v2/pets/" + pet + "/feedback").refused(404, "pet.unknown");
        assertThat(ada.post(path("x".repeat(101)), eating()).status()).isEqualTo(400);
        ada.post("/v2/pets/bella/events/" + event + "/feedback", eating()).refused(400, "request.invalid");
    }

    @Test
    void each_reads_back_their_own_page_by_page() {
        var events = Stream.of("11", "12", "13")
                .map(hour -> TestEvents.episode(
                        server,
                        pairing,
                        Behaviour.RESTING,
                        FROM.replace("T10", "T" + hour),
                        TO.replace("T10", "T" + hour)))
                .toList();
        events.forEach(
                one -> ada.post(path(one), JsonObject.of("verdict", "correct")).json(201));
        var bob = TestPerson.registered(server);
        server.sql(
                "insert into member (pet_id, account_id, role) values (?, ?, 'vet') returning 1", pet, bob.accountId());
        bob.post(path(event), eating()).json(201);

        var seen = new HashSet<String>();
        var cursor = "";
        do {
            var page = ada.get("/v2/pets/" + pet + "/feedback?limit=1" + cursor).json(200);
            assertThat(page.getJsonArray("feedback")).hasSize(1);
            seen.add(page.getJsonArray("feedback").getJsonObject(0).getString("event_id"));
            cursor = page.containsKey("next_cursor") ? "&cursor=" + page.getString("next_cursor") : "";
        } while (!cursor.isEmpty());
        assertThat(seen).containsExactlyInAnyOrderElementsOf(events);
        assertThat(bob.get("/v2/pets/" + pet + "/feedback").json(200).getJsonArray("feedback"))
                .hasSize(1);
        ada.get("/v2/pets/" + pet + "/feedback?cursor=x").refused(400, "cursor.invalid");
        ada.get("/v2/pets/" + pet + "/feedback?limit=501").refused(400, "request.invalid");
    }

    @Test
    void it_goes_with_the_pet_and_with_the_person() {
        var bob = TestPerson.registered(server);
        server.sql(
                "insert into member (pet_id, account_id, role) values (?, ?, 'carer') returning 1",
                pet,
                bob.accountId());
        bob.post(path(event), eating()).json(201);
        ada.post(path(event), eating()).json(201);
        bob.post("/v1/submit-feedback", JsonObject.of("event_id", "unmatched", "user_feedback", "incorrect"))
                .json(201);
        var his = "select verdict from feedback where account_id = '" + bob.accountId() + "'";
        assertThat(server.sql(his)).hasSize(2);
        ada.delete("/v2/pets/" + pet).json(204);
        assertThat(server.sql("select 1 from feedback where pet_id = ?", pet)).isEmpty();
        assertThat(server.sql(his))
                .as("what was on no pet stays until its person goes")
                .hasSize(1);
        assertThat(bob.delete("/v2/me").status()).isEqualTo(204);
        await().untilAsserted(() -> assertThat(server.sql(his)).isEmpty());
    }
}
