package ai.petty.account;

import ai.petty.PettyTestServer;
import ai.petty.TestEvents;
import ai.petty.TestPerson;
import ai.petty.inference.behaviour.Behaviour;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody of whom everything is known that this house can know. */
final class ExportWorld {
    private static final AtomicInteger SERIALS = new AtomicInteger(870_000);
    static final double LAT = 52.520008;

    final PettyTestServer server;
    final TestPerson ada;
    final TestPerson bob;
    final UUID pet;
    final UUID petOfBob;
    final String serial = "SN-" + SERIALS.getAndIncrement();
    final String formerSerial = "SN-" + SERIALS.getAndIncrement();

    ExportWorld(PettyTestServer server) {
        this.server = server;
        ada = TestPerson.registered(server);
        bob = TestPerson.registered(server);
        account();
        pet = pet(ada, "Bella of Ada");
        petOfBob = pet(bob, "Rex of Bob");
        notices();
        household();
        collars();
        alerts();
    }

    private void account() {
        var first = ada.sessionId();
        ada.with(ada.login(TestPerson.PASSWORD).json(200));
        ada.delete("/v2/me/sessions/" + first).json(204);
        ada.send("PATCH", "/v2/me", "{\"phone\": \"+49301234567\"}", true).json(200);
        server.sql("""
                update account set verified_at = now(), issuer = 'https://idp.example', subject = account_id::text
                where account_id = ? returning 1""", ada.accountId());
    }

    private void notices() {
        var preferences = JsonObject.of("time_zone", "Europe/Berlin")
                .put("quiet_hours", JsonObject.of("from", "22:00", "to", "07:00"))
                .put("muted_pets", JsonArray.of(pet.toString()));
        ada.send("PATCH", "/v2/me/preferences", preferences.encode(), true).json(200);
        var webhook = ada.post("/v2/me/webhooks", JsonObject.of("url", "http://127.0.0.1:1/of-ada"))
                .json(201);
        server.sql("""
                update webhook set failures = 3, attempted_at = now(), status = 410, problem = 'no_answer', disabled_at = now(),
                    disabled_reason = 'gone'
                where webhook_id = ?::uuid returning 1""", webhook.getString("webhook_id"));
    }

    private static UUID pet(TestPerson person, String name) {
        var profile = new JsonObject()
                .put("name", name)
                .put("species", "dog")
                .put("breed", "Beagle")
                .put("sex", "female")
                .put("neutered", true)
                .put("birth_date", "2020-02-29")
                .put("weight_kg", 11.5)
                .put("body_condition", 5)
                .put("time_zone", "Europe/Berlin")
                .put("food", "Kibble")
                .put("food_kcal_per_100g", 372)
                .put("notes", "Shy");
        return UUID.fromString(person.post("/v2/pets", profile).json(201).getString("pet_id"));
    }

    private void household() {
        var zone = JsonObject.of("kind", "home", "name", "Home sweet home")
                .put("circle", JsonObject.of("lat", LAT, "lon", 13.404954, "radius_m", 100));
        ada.post("/v2/pets/" + pet + "/zones", zone).json(201);
        ada.post("/v2/pets/" + pet + "/weights", JsonObject.of("date", "2026-01-02", "weight_kg", 12.25))
                .json(200);
        invite(ada, pet, "carol-" + UUID.randomUUID() + "@example.com");
        invite(bob, petOfBob, ada.email());
        server.sql(
                "insert into member (pet_id, account_id, role) values (?, ?, 'carer') returning 1",
                pet,
                bob.accountId());
        server.sql("""
                insert into member (pet_id, account_id, role, precision, expires_at)
                values (?, ?, 'vet', '1km', now() + interval '9 days') returning 1""", petOfBob, ada.accountId());
        ada.get("/v2/pets/" + petOfBob + "/zones").json(200);
    }

    private static void invite(TestPerson owner, UUID pet, String email) {
        var ends = Instant.now().plus(Duration.ofDays(20)).toString();
        owner.post(
                        "/v2/pets/" + pet + "/invitations",
                        JsonObject.of("email", email, "role", "carer", "member_expires_at", ends))
                .json(201);
    }

    private void collars() {
        for (var each : new String[] {serial, formerSerial}) {
            server.sql("""
                    insert into collar (serial, firmware, battery_pct, battery_at, last_seen_at, credential_at, revoked_at)
                    values (?, '1.4.2', 71.5, now(), now(), now(), now()) returning 1""", each);
        }
        pair(serial, "infinity");
        pair(formerSerial, "yesterday");
        server.sql("""
                insert into motion (pairing_id, t0, received_at, rate_hz, acc_scale, gyro_scale, samples)
                select pairing_id, now() - i * interval '1 minute', now(), 50, 0.25, 0.5, '\\x0102'
                from pairing join collar using (collar_id), generate_series(1, 40) i
                where serial = ? returning 1""", serial);
        read(2_500);
        feedback();
        days();
    }

    private void feedback() {
        var pairing = TestEvents.pair(server, pet);
        var event =
                TestEvents.episode(server, pairing, Behaviour.WALKING, "2026-03-01T10:00:00Z", "2026-03-01T10:10:00Z");
        ada.post(
                        "/v2/pets/" + pet + "/events/" + event + "/feedback",
                        JsonObject.of("verdict", "incorrect", "corrected_behavior", "eating", "note", "At his bowl."))
                .json(201);
        server.sql(
                "update feedback set windows = '[{\"t0\":5,\"micros\":2000000,\"label\":\"walking\",\"probability\":0.5,"
                        + "\"feature_set\":\"m\",\"features\":[1]}]' where pet_id = ? returning 1",
                pet);
        ada.post(
                        "/v1/submit-feedback",
                        new JsonObject()
                                .put("event_id", "an unmatched one")
                                .put("user_feedback", "incorrect, he slept")
                                .put("timestamp", "2026-03-01T10:00:00Z")
                                .put("segment", JsonObject.of("screen", "timeline")))
                .json(201);
    }

    private void alerts() {
        server.sql("""
                insert into alert (pairing_id, rule, since_t, pet_id, opened_at, evidence, lat_e6, lon_e6, accuracy_m,
                    acknowledged_at, acknowledged_by, resolved_at, ending, resolved_by, changed_at)
                select pairing_id, 3, now(), pet_id, now(), '{"battery_pct": 14.5}', 52520008, 13404954, 5, now(), $1, now(),
                    'by_person', $1, now()
                from pairing where pet_id = ? returning 1""".replace("$1", "'" + ada.accountId() + "'"), pet);
        ada.send("PUT", "/v2/pets/" + pet + "/companion", "{\"duration_s\": 900}", true)
                .json(200);
        var search = "{\"duration_s\": 900, \"link\": {\"location_precision\": \"100m\"}}";
        ada.send("PUT", "/v2/pets/" + pet + "/lost-mode", search, true).json(200);
    }

    private void days() {
        server.sql("""
                insert into episode (pairing_id, from_t, behaviour, to_t, is_open, confidence, coverage, model, evidence)
                select pairing_id, now() - i * interval '1 minute', 5, now() - i * interval '1 minute', false, 0.5, 1, 'rules',
                    '{"readings": 6}'
                from pairing join collar using (collar_id), generate_series(1, 1200) i
                where serial = ? returning 1""", serial);
        server.sql("""
                insert into activity_bin (pairing_id, start_t, observed_s, resting_s, walking_s, running_s, playing_s, distance_m,
                    resting_hr, resting_hr_readings, resting_br, resting_br_readings, readings)
                select pairing_id, date_trunc('hour', now()), 900, 1, 2, 3, 4, 5, 60, 7, 20, 8, 9
                from pairing join collar using (collar_id) where serial = ? returning 1""", serial);
        server.sql("""
                insert into pet_day (pet_id, day, time_zone, starts_at, ends_at, observed_s, resting_s, walking_s, running_s,
                    playing_s, distance_m, resting_hr, resting_hr_bins, resting_br, resting_br_bins, night_s, naps_s, naps,
                    night_observed_s, noon_observed_s, goal_min, goal_source, streak)
                values (?, '2026-01-02', 'UTC', '2026-01-02Z', '2026-01-03Z', 1, 2, 3, 4, 5, 6, 60, 7, 20, 8, 9, 10, 1, 11, 12,
                    60, 'default', 2) returning 1""", pet);
    }

    private void pair(String worn, String until) {
        server.sql("""
                insert into pairing (collar_id, pet_id, valid_from, valid_to)
                select collar_id, ?, now() - interval '3 days', ?::timestamptz from collar where serial = ? returning 1""", pet, until, worn);
    }

    /** So many readings, one every second up to now. */
    void read(int readings) {
        server.sql("""
                insert into reading (pairing_id, t, received_at, n, hr, br, activity, lat_e6, lon_e6, accuracy_m,
                    temperature_c, battery_pct)
                select pairing_id, now() - i * interval '1 second', now(), 0, 80, 20, 1, 52520008, 13404954 + i,
                    5, 30 + random() * 10, random() * 100
                from pairing join collar using (collar_id), generate_series(1, ?) i
                where serial = ?
                on conflict do nothing returning 1""", readings, serial);
    }
}
