package ai.petty.app;

import static ai.petty.store.TestDatabase.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.notifications.Category;
import ai.petty.notifications.Notification;
import ai.petty.notifications.Notifier;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/** People and pets of a running server, and what comes about there. */
record NoticeWorld(PettyTestServer server) {
    /** Somebody with a pet and a webhook. */
    record Told(TestPerson person, UUID pet, UUID webhook, String secret) {}

    TestPerson person() {
        return TestPerson.registered(server);
    }

    UUID pet(TestPerson owner) {
        var pet = owner.post("/v2/pets", JsonObject.of("name", "Bella", "species", "dog"))
                .json(201);
        return UUID.fromString(pet.getString("pet_id"));
    }

    Told told(String url) {
        var person = person();
        var pet = pet(person);
        var webhook = webhook(person, url);
        return new Told(person, pet, UUID.fromString(webhook.getString("webhook_id")), webhook.getString("secret"));
    }

    static JsonObject webhook(TestPerson person, String url) {
        return person.post("/v2/me/webhooks", JsonObject.of("url", url)).json(201);
    }

    static JsonObject only(TestPerson person) {
        return person.get("/v2/me/webhooks").json(200).getJsonArray("webhooks").getJsonObject(0);
    }

    void prefer(TestPerson person, JsonObject preferences) {
        person.send("PATCH", "/v2/me/preferences", preferences.encode(), true).json(200);
    }

    /** Quiet from an hour ago on for two hours, by UTC; with what follows from it. */
    void quietNow(TestPerson person) {
        var clock = Instant.now().atOffset(ZoneOffset.UTC).toLocalTime();
        prefer(
                person,
                JsonObject.of("time_zone", "UTC")
                        .put(
                                "quiet_hours",
                                JsonObject.of(
                                        "from", clock.minusHours(1).toString().substring(0, 5),
                                        "to", clock.plusHours(1).toString().substring(0, 5))));
    }

    void member(UUID pet, TestPerson person, String role) {
        texts(
                "insert into member (pet_id, account_id, role) values ($1, $2, $3) returning role",
                pet,
                person.accountId(),
                role);
    }

    static Notification opened(UUID pet, String key) {
        return about(pet, Category.HEALTH, key, false);
    }

    static Notification about(UUID pet, Category category, String key, boolean urgent) {
        var facts = new TreeMap<String, String>();
        facts.put("rule", category == Category.ESCAPE ? "geofence" : "high_heart_rate");
        facts.put("alert_id", "a-" + key);
        return new Notification(
                pet, category, key, "alert.opened", facts, Micros.of(Instant.parse("2026-03-01T14:30:00Z")), urgent);
    }

    /** An alert that is over. */
    static Notification over(UUID pet, String key, String ending) {
        var opened = about(pet, Category.HEALTH, key, false);
        var facts = new TreeMap<>(opened.facts());
        facts.put("ending", ending);
        return new Notification(pet, Category.HEALTH, key, "alert.resolved", facts, opened.at(), false);
    }

    void post(Notification notification) {
        post(server.server().house().insights().notifications().notifier(), notification);
    }

    void post(Notifier notifier, Notification notification) {
        await(posting(notifier, notification));
    }

    Future<Void> posting(Notifier notifier, Notification notification) {
        return server.server().house().database().transact(transaction -> notifier.post(transaction, notification));
    }

    /** The first column of every row, as text, by the server's own connections. */
    List<String> texts(String sql, Object... parameters) {
        return await(server.server()
                .house()
                .database()
                .ask(pool -> pool.preparedQuery(sql).execute(Tuple.from(List.of(parameters))))
                .map(rows -> rows.stream()
                        .map(row -> String.valueOf(row.getValue(0)))
                        .toList()));
    }

    /** How the notices about a pet have ended; {@code waiting} has not. */
    List<String> outcomes(UUID pet) {
        return texts(
                "select coalesce(outcome, 'waiting') from notice where pet_id = $1 order by created_at, outcome", pet);
    }

    static JsonArray channels(String... names) {
        return new JsonArray(List.of(names));
    }
}
