package ai.petty.app;

import static ai.petty.app.NoticeWorld.channels;
import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.http.v2.LiveClient;
import ai.petty.notifications.webhook.Receiver;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One escape, from what the collar sends to everybody who is told of it. */
class EscapeHttpTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double HOME_LAT = 52.520008;
    private static final double HOME_LON = 13.404954;
    /** A kilometre to the north. */
    private static final double AWAY_LAT = HOME_LAT + 0.009;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static void relay(TestPerson person, JsonObject reading) {
        var answer = person.send("POST", "/v2/telemetry", JsonArray.of(reading).encode(), true);
        assertThat(answer.json(200).getInteger("accepted")).as(answer.body()).isEqualTo(1);
    }

    private static LiveClient watch(PettyTestServer petty, TestPerson person, UUID pet) throws IOException {
        var viewer = LiveClient.events(
                petty.baseUri().getPort(),
                "/v2/pets/" + pet + "/live",
                "Authorization: Bearer " + person.accessToken());
        assertThat(viewer.status()).isEqualTo(200);
        return viewer;
    }

    private static JsonObject alert(LiveClient viewer) throws IOException {
        var event = viewer.next();
        while (!event.type().equals("alert")) {
            assertThat(event.type()).isNotEqualTo("end");
            event = viewer.next();
        }
        return new JsonObject(event.data());
    }

    private static boolean seesAnAlertBefore(LiveClient viewer, Instant t) throws IOException {
        for (var event = viewer.next(); !event.data().contains(t.toString()); event = viewer.next()) {
            if (event.type().equals("alert")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void a_collar_that_sends_pulse_and_place_apart_is_missed_by_all_who_want_to_know() throws Exception {
        try (var petty = PettyTestServer.start(Map.of());
                var receiver = new Receiver()) {
            var world = new NoticeWorld(petty);
            var ada = world.told(receiver.url("/"));
            var owner = ada.person();
            world.prefer(owner, JsonObject.of("notices", JsonObject.of("escape", channels("webhook", "live"))));
            var bob = TestPerson.registered(petty);
            world.member(ada.pet(), bob, "carer");
            world.prefer(bob, JsonObject.of("notices", JsonObject.of("escape", channels("mail"))));
            var serial = "ES-" + UUID.randomUUID().toString().substring(0, 8);
            var code = await(petty.server().house().newCollar(serial));
            owner.post(
                            "/v2/pets/" + ada.pet() + "/collars",
                            JsonObject.of("serial", serial, "claim_code", code)
                                    .put("worn_since", now.minusSeconds(600).toString()))
                    .json(201);
            owner.post(
                            "/v2/pets/" + ada.pet() + "/zones",
                            JsonObject.of("kind", "home", "name", "Home")
                                    .put("circle", JsonObject.of("lat", HOME_LAT, "lon", HOME_LON, "radius_m", 60)))
                    .json(201);
            try (var hers = watch(petty, owner, ada.pet());
                    var his = watch(petty, bob, ada.pet())) {
                for (var ago : new int[] {100, 60, 20}) {
                    var t = now.minusSeconds(ago).toString();
                    relay(owner, JsonObject.of("collar_id", serial, "t", t, "n", 0, "hr", 80, "activity", 1));
                    // Waits until the pulse is evaluated: what comes now is not newer than what is known.
                    owner.get("/v2/pets/" + ada.pet() + "/timeline?from=" + now.minusSeconds(600) + "&to=" + now)
                            .json(200);
                    relay(
                            owner,
                            JsonObject.of("collar_id", serial, "t", t, "n", 1)
                                    .put("lat", AWAY_LAT)
                                    .put("lon", HOME_LON)
                                    .put("accuracy_m", 5));
                }
                await().atMost(PATIENCE).until(() -> !receiver.received().isEmpty());
                var told = new JsonObject(receiver.received().getFirst().body());
                assertThat(told.getString("type")).isEqualTo("alert.opened");
                assertThat(told.getJsonObject("data").getString("rule")).isEqualTo("geofence");

                var seen = alert(hers);
                assertThat(seen.getString("rule")).isEqualTo("geofence");
                assertThat(seen.getString("state")).isEqualTo("open");

                // What she has been shown was offered to him, too.
                var last = now.minusSeconds(1);
                relay(owner, JsonObject.of("collar_id", serial, "t", last.toString(), "hr", 81, "activity", 1));
                assertThat(seesAnAlertBefore(his, last)).isFalse();
            }
        }
    }
}
