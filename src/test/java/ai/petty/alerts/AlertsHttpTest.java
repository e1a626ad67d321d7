package ai.petty.alerts;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.alerts.rules.Rule;
import ai.petty.audit.PersonsAct;
import ai.petty.inference.Evaluated;
import ai.petty.ingest.CommitListener.Stored;
import ai.petty.ingest.Reading;
import ai.petty.pets.location.Degrees;
import ai.petty.store.Micros;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alerts by the API of a running server. */
class AlertsHttpTest {
    private static final AtomicInteger SERIALS = new AtomicInteger(910_000);
    private static final double LAT = 52.520008;
    private static final double LON = 13.404954;

    private final PettyTestServer server = PettyTestServer.shared();
    private final TestPerson owner = TestPerson.registered(server);
    private UUID pet;
    private long pairing;

    @BeforeEach
    void aPetWithACollar() {
        var profile = JsonObject.of("name", "Bella", "species", "dog");
        pet = UUID.fromString(owner.post("/v2/pets", profile).json(201).getString("pet_id"));
        var serial = "SN-" + SERIALS.getAndIncrement();
        pairing = Long.parseLong(server.sql("""
                with made as (insert into collar (serial) values (?) returning collar_id)
                insert into pairing (collar_id, pet_id, valid_from) select collar_id, ?, now() - interval '1 hour' from made
                returning pairing_id""", serial, pet).getFirst());
    }

    private String at(String rest) {
        return "/v2/pets/" + pet + rest;
    }

    private TestPerson member(String role, String precision) {
        var member = TestPerson.registered(server);
        server.sql(
                "insert into member (pet_id, account_id, role, precision) values (?, ?, ?, ?) returning 1",
                pet,
                member.accountId(),
                role,
                precision);
        return member;
    }

    private static Reading charge(Instant at, float pct) {
        return new Reading(Micros.of(at), 0, null, null, null, null, null, null, null, pct);
    }

    private static Reading fix(Instant at, double lat) {
        return new Reading(Micros.of(at), 0, null, null, null, (int) (lat * 1e6), (int) (LON * 1e6), 5F, null, null);
    }

    /** As the evaluation of these readings does it. */
    private void evaluate(Reading... readings) {
        var house = server.server().house();
        var fresh = List.of(readings).stream()
                .map(reading -> new Stored(pairing, reading, reading.t()))
                .toList();
        var evaluated = new Evaluated(pairing, pet, fresh.getFirst().reading().t(), fresh, List.of(), List.of());
        await(house.database()
                .transact(transaction -> house.insights().alerts().follower().follow(transaction, evaluated)));
    }

    private String lowBattery() {
        evaluate(charge(Instant.now(), 10));
        return list(owner, "?state=open").getJsonObject(0).getString("alert_id");
    }

    private JsonArray list(TestPerson by, String query) {
        return by.get(at("/alerts" + query)).json(200).getJsonArray("alerts");
    }

    private TestPerson.Answer say(TestPerson by, String alert, String what) {
        return by.post(at("/alerts/" + alert + "/" + what), new JsonObject());
    }

    @Test
    void an_alert_is_listed_acknowledged_and_resolved_by_who_looks_after_the_pet() {
        var carer = member("carer", "100m");
        var id = lowBattery();
        assertThat(AlertId.parse(id)).hasValueSatisfying(known -> {
            assertThat(known.pairingId()).isEqualTo(pairing);
            assertThat(known.rule()).isEqualTo(Rule.LOW_BATTERY);
        });

        var seen = say(carer, id, "acknowledge").json(200);
        assertThat(seen.getString("state")).isEqualTo("acknowledged");
        assertThat(seen.getString("acknowledged_by"))
                .isEqualTo(carer.accountId().toString());
        var again = say(owner, id, "acknowledge").json(200);
        assertThat(again.getString("acknowledged_by"))
                .as("the first one stays")
                .isEqualTo(carer.accountId().toString());

        var over = say(owner, id, "resolve").json(200);
        assertThat(over.getString("state")).isEqualTo("resolved");
        assertThat(over.getString("ending")).isEqualTo("by_person");
        assertThat(over.getString("resolved_by")).isEqualTo(owner.accountId().toString());
        assertThat(say(carer, id, "resolve").json(200).getString("resolved_by"))
                .isEqualTo(owner.accountId().toString());
        say(carer, id, "acknowledge").refused(409, "alert.resolved");
        assertThat(list(owner, "?state=open")).isEmpty();
        assertThat(list(owner, "")).hasSize(1);
    }

    @Test
    void who_did_it_is_written_down() {
        var id = lowBattery();
        say(owner, id, "acknowledge").json(200);
        say(owner, id, "acknowledge").json(200);
        say(owner, id, "resolve").json(200);
        say(owner, id, "resolve").json(200);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(acts("alert.")).containsExactly("alert.acknowledged", "alert.resolved"));
    }

    private List<String> acts(String prefix) {
        return await(server.server().house().audit().of(owner.accountId(), Optional.empty(), 1_000)).stream()
                .filter(act -> act.object().equals("pet:" + pet))
                .map(PersonsAct::action)
                .filter(action -> action.startsWith(prefix))
                .toList();
    }

    @Test
    void what_somebody_has_resolved_does_not_come_again_while_nothing_has_changed() {
        say(owner, lowBattery(), "resolve").json(200);
        evaluate(charge(Instant.now(), 9));
        assertThat(list(owner, "?state=open")).isEmpty();
        evaluate(charge(Instant.now(), 80));
        evaluate(charge(Instant.now(), 9));
        assertThat(list(owner, "?state=open")).hasSize(1);
    }

    @Test
    void of_many_who_say_it_at_once_one_has_said_it() {
        var id = lowBattery();
        var people =
                IntStream.range(0, 4).mapToObj(i -> member("carer", "hidden")).toList();
        for (var what : List.of("acknowledge", "resolve")) {
            var answers = people.parallelStream()
                    .map(person -> say(person, id, what).json(200))
                    .map(alert -> alert.getString(what + "d_by"))
                    .toList();
            assertThat(new HashSet<>(answers)).hasSize(1).doesNotContainNull();
        }
    }

    @Test
    void each_is_told_where_as_the_owner_says() {
        var circle = JsonObject.of("lat", LAT, "lon", LON, "radius_m", 60);
        owner.post(at("/zones"), JsonObject.of("kind", "home", "name", "Home", "circle", circle))
                .json(201);
        var now = Instant.now();
        evaluate(fix(now.minusSeconds(10), LAT + 0.02), fix(now, LAT + 0.02));

        assertThat(list(owner, "").getJsonObject(0).getJsonObject("position").getDouble("lat"))
                .isEqualTo(LAT + 0.02);
        assertThat(list(member("viewer", "hidden"), "").getJsonObject(0).containsKey("position"))
                .isFalse();
        var blurred = list(member("viewer", "1km"), "").getJsonObject(0).getJsonObject("position");
        assertThat(blurred.getDouble("accuracy_m")).isGreaterThan(700);
        assertThat(Degrees.distance(
                        blurred.getDouble("lat") * 1e6, blurred.getDouble("lon") * 1e6, (LAT + 0.02) * 1e6, LON * 1e6))
                .isLessThan(712);
        var carer = member("carer", "hidden");
        var id = list(carer, "").getJsonObject(0).getString("alert_id");
        assertThat(say(carer, id, "acknowledge").json(200).containsKey("position"))
                .isFalse();
    }

    @Test
    void pages_follow_each_other_without_a_gap_or_a_repetition() {
        var begin = Instant.now().minusSeconds(60);
        for (var i = 0; i < 7; i++) {
            evaluate(charge(begin.plusSeconds(2L * i), 10), charge(begin.plusSeconds(2L * i + 1), 90));
        }
        var seen = new HashSet<String>();
        var cursor = "";
        for (var page = 0; page < 4; page++) {
            var answer = owner.get(at("/alerts?limit=2" + cursor)).json(200);
            answer.getJsonArray("alerts")
                    .forEach(alert -> assertThat(seen.add(((JsonObject) alert).getString("alert_id")))
                            .isTrue());
            assertThat(answer.containsKey("next_cursor")).isEqualTo(page < 3);
            cursor = "&cursor=" + answer.getString("next_cursor");
        }
        assertThat(seen).hasSize(7);
        var other = owner.get(at("/alerts?limit=2")).json(200).getString("next_cursor");
        owner.get(at("/alerts?limit=2&state=open&cursor=" + other)).refused(400, "cursor.invalid");
    }

    @Test
    void what_is_wrong_is_told_to_the_rooms_that_advise() {
        lowBattery();
        assertThat(await(server.server().house().insights().alerts().alerts().open(pet)))
                .singleElement()
                .satisfies(alert -> assertThat(alert.evidence()).containsEntry("battery_pct", 10.0));
    }

    @ParameterizedTest
    @CsvSource({
        "alr_1_4_1, 404, alert.unknown",
        "alr_1_z_1, 404, alert.unknown",
        "1, 404, alert.unknown",
        "alr_zzzzzzzzzzzz_4_zzzzzzzzzzzz, 404, alert.unknown",
        "alr_0000000000000000000000000000000000000000000000000000000000000000_4_1, 400, request.invalid"
    })
    void no_alert_is_called_so(String id, int status, String code) {
        say(owner, id, "acknowledge").refused(status, code);
        say(owner, id, "resolve").refused(status, code);
    }

    @Test
    void somebody_elses_alert_is_not_found_and_stays_as_it_was() {
        var id = lowBattery();
        var thief = TestPerson.registered(server);
        var own = thief.post("/v2/pets", JsonObject.of("name", "Rex", "species", "dog"))
                .json(201)
                .getString("pet_id");
        thief.post("/v2/pets/" + own + "/alerts/" + id + "/resolve", new JsonObject())
                .refused(404, "alert.unknown");
        say(thief, id, "resolve").refused(404, "pet.unknown");
        say(member("viewer", "exact"), id, "resolve").refused(403, "pet.role_insufficient");
        say(member("vet", "exact"), id, "acknowledge").refused(403, "pet.role_insufficient");
        assertThat(list(owner, "?state=open")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "companion, {}, /duration_s",
        "companion, '{\"duration_s\":\"900\"}', /duration_s",
        "companion, '{\"duration_s\":59}', /duration_s",
        "companion, '{\"duration_s\":43201}', /duration_s",
        "companion, '{\"duration_s\":1.5}', /duration_s",
        "companion, '{\"duration_s\":null}', /duration_s",
        "companion, '{\"duration_s\":1e300}', /duration_s",
        "companion, [], ''",
        "companion, nonsense, ''",
        "lost-mode, {}, /duration_s",
        "lost-mode, '{\"duration_s\":604801}', /duration_s",
        "lost-mode, '{\"duration_s\":-1}', /duration_s",
        "lost-mode, '{\"duration_s\":900,\"link\":true}', /link",
        "lost-mode, '{\"duration_s\":900,\"link\":{}}', /link/location_precision",
        "lost-mode, '{\"duration_s\":900,\"link\":{\"location_precision\":\"hidden\"}}', /link/location_precision",
        "lost-mode, '{\"duration_s\":900,\"link\":{\"location_precision\":1}}', /link/location_precision"
    })
    void bad_input_is_refused_by_its_name(String what, String body, String pointer) {
        var answer = owner.send("PUT", at("/" + what), body, true).json(400);
        assertThat(answer.getString("code")).isEqualTo("request.invalid");
        assertThat(answer.getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo(pointer);
        assertThat(server.sql("select 1 from companion where pet_id = ?", pet)).isEmpty();
        assertThat(server.sql("select 1 from lost_mode where pet_id = ?", pet)).isEmpty();
    }

    @Test
    void a_phone_says_that_it_is_with_the_pet_and_that_it_has_left() {
        var carer = member("carer", "hidden");
        assertThat(owner.get(at("/companion")).json(200).getJsonArray("companions"))
                .isEmpty();
        var first = carer.send("PUT", at("/companion"), "{\"duration_s\":600}", true)
                .json(200);
        var second = carer.send("PUT", at("/companion"), "{\"duration_s\":900}", true)
                .json(200);
        assertThat(second.getString("since")).isEqualTo(first.getString("since"));
        assertThat(Instant.parse(second.getString("expires_at"))).isAfter(Instant.parse(first.getString("expires_at")));
        assertThat(owner.get(at("/companion")).json(200).getJsonArray("companions"))
                .hasSize(1);
        assertThat(carer.delete(at("/companion")).status()).isEqualTo(204);
        assertThat(carer.delete(at("/companion")).status()).isEqualTo(204);
        assertThat(owner.get(at("/companion")).json(200).getJsonArray("companions"))
                .isEmpty();
    }

    @Test
    void everything_goes_with_the_pet() {
        lowBattery();
        owner.send("PUT", at("/companion"), "{\"duration_s\":600}", true).json(200);
        owner.send("PUT", at("/lost-mode"), "{\"duration_s\":600}", true).json(200);
        owner.delete(at("")).json(204);
        for (var table : List.of("alert", "companion", "lost_mode")) {
            assertThat(server.sql("select 1 from " + table + " where pet_id = ?", pet))
                    .isEmpty();
        }
        assertThat(server.sql("select 1 from alert_state where pairing_id = ?", pairing))
                .isEmpty();
    }

    @Test
    void who_acknowledged_is_forgotten_with_the_account_and_the_alert_stays() {
        var carer = member("carer", "hidden");
        var id = lowBattery();
        say(carer, id, "acknowledge").json(200);
        assertThat(carer.delete("/v2/me").status()).isEqualTo(204);
        var alert = list(owner, "").getJsonObject(0);
        assertThat(alert.getString("state")).isEqualTo("acknowledged");
        assertThat(alert.containsKey("acknowledged_by")).isFalse();
    }
}
