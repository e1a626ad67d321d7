package ai.petty.app;

import static ai.petty.app.NoticeWorld.channels;
import static ai.petty.app.NoticeWorld.opened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.notifications.webhook.Receiver;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A host that answers nobody costs its own notices their time, and no others. */
class DeadHostTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NOTICES = 60;

    private static PettyTestServer server(String timeout) {
        return PettyTestServer.start(Map.of(
                "identity.unverified-sign-in", "false",
                "notifications.attempts", "3",
                "notifications.first-pause", "1ms",
                "notifications.webhooks.timeout", timeout,
                "notifications.webhooks.at-once", "4",
                "notifications.webhooks.breaker.failures", "2",
                "notifications.webhooks.breaker.reset", "1h"));
    }

    private static NoticeWorld.Told told(NoticeWorld world, Receiver receiver) {
        var ada = world.told(receiver.url("/"));
        world.prefer(ada.person(), JsonObject.of("notices", JsonObject.of("health", channels("webhook"))));
        return ada;
    }

    @Test
    void the_others_are_served_while_it_is_silent_although_its_notices_came_first() {
        // It says nothing for longer than the test lasts: no time-out comes to anybody's help.
        try (var petty = server("30s");
                var dead = new Receiver().always(Receiver.silence());
                var good = new Receiver()) {
            var world = new NoticeWorld(petty);
            var bob = told(world, dead);
            var ada = told(world, good);
            for (var i = 0; i < NOTICES; i++) {
                world.post(opened(bob.pet(), "n" + i));
            }
            dead.await(2);
            for (var i = 0; i < NOTICES; i++) {
                world.post(opened(ada.pet(), "n" + i));
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(world.outcomes(ada.pet()))
                            .hasSize(NOTICES)
                            .containsOnly("delivered"));
            assertThat(dead.received()).hasSize(2);
            assertThat(world.outcomes(bob.pet())).hasSize(NOTICES).containsOnly("waiting");
        }
    }

    @Test
    void what_is_over_before_it_answers_again_is_told_all_the_same() throws Exception {
        try (var petty = server("30s");
                var dead = new Receiver().always(Receiver.status(503))) {
            var world = new NoticeWorld(petty);
            var bob = told(world, dead);
            for (var i = 0; i < NOTICES; i++) {
                world.post(opened(bob.pet(), "n" + i + ":opened"));
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(metrics(petty)).contains("petty_webhooks_resting 1"));
            // As those are that were taken in the moment before it rested, and put back.
            world.texts(
                    "update notice set due_at = now() + interval '1 minute' where pet_id = $1 and attempts = 0 returning 1",
                    bob.pet());
            for (var i = 0; i < NOTICES; i++) {
                world.post(NoticeWorld.over(bob.pet(), "n" + i + ":resolved", "cleared"));
            }
            assertThat(world.outcomes(bob.pet())).hasSize(2 * NOTICES).containsOnly("waiting");
        }
    }

    @Test
    void while_it_rests_its_notices_wait_and_use_up_no_attempts() throws Exception {
        try (var petty = server("30s");
                var dead = new Receiver().always(Receiver.status(503))) {
            var world = new NoticeWorld(petty);
            var bob = told(world, dead);
            for (var i = 0; i < NOTICES; i++) {
                world.post(opened(bob.pet(), "n" + i));
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(metrics(petty)).contains("petty_webhooks_resting 1"));
            // Several looks at the table later.
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            assertThat(dead.received()).hasSizeLessThanOrEqualTo(3);
            assertThat(world.outcomes(bob.pet())).hasSize(NOTICES).containsOnly("waiting");
            assertThat(world.texts("select sum(attempts) from notice where pet_id = $1", bob.pet()))
                    .containsExactly(String.valueOf(dead.received().size()));
            assertThat(world.texts("select max(attempts) <= 2 from notice where pet_id = $1", bob.pet()))
                    .containsExactly("true");

            // It rests for ever: what is too old is given up.
            world.texts(
                    "update notice set created_at = now() - interval '25 hours', due_at = now() where pet_id = $1 returning 1",
                    bob.pet());
            try (var later = new LaterNotices(petty, Duration.ZERO)) {
                later.upkeep();
            }
            assertThat(world.outcomes(bob.pet())).hasSize(NOTICES).containsOnly("given_up");
        }
    }

    @Test
    void no_mail_goes_to_an_address_that_is_only_claimed() {
        try (var petty = server("30s")) {
            var world = new NoticeWorld(petty);
            var ada = TestPerson.registered(petty);
            var pet = world.pet(ada);
            world.post(opened(pet, "claimed"));
            assertThat(world.outcomes(pet)).isEqualTo(List.of());

            world.texts("update account set verified_at = now() where account_id = $1 returning 1", ada.accountId());
            world.post(opened(pet, "proved"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(world.outcomes(pet)).containsExactly("delivered"));
        }
    }

    private static String metrics(PettyTestServer petty) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create(petty.managementUri() + "/metrics");
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
