package ai.petty.app;

import static ai.petty.app.NoticeWorld.about;
import static ai.petty.app.NoticeWorld.channels;
import static ai.petty.app.NoticeWorld.only;
import static ai.petty.app.NoticeWorld.opened;
import static ai.petty.app.NoticeWorld.webhook;
import static ai.petty.notifications.webhook.Receiver.hangUp;
import static ai.petty.notifications.webhook.Receiver.silence;
import static ai.petty.notifications.webhook.Receiver.status;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.identity.account.TestMailbox;
import ai.petty.notifications.Category;
import ai.petty.notifications.webhook.Receiver;
import ai.petty.store.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What has come about reaches those who want to know of it, once, by the ways that they want, whatever is between. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoticesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestMailbox mailbox = TestMailbox.start();
    private final PettyTestServer server = PettyTestServer.start(settings());
    private final NoticeWorld world = new NoticeWorld(server);

    private Map<String, String> settings() {
        var settings = new HashMap<>(mailbox.settings());
        settings.putAll(Map.of(
                "notifications.attempts", "5",
                "notifications.first-pause", "50ms",
                "notifications.webhooks.timeout", "2s",
                "notifications.webhooks.disable-after", "8",
                "notifications.webhooks.breaker.failures", "1000"));
        return settings;
    }

    @AfterAll
    void close() {
        server.close();
        mailbox.close();
    }

    private void awaitOutcomes(UUID pet, String... outcomes) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.outcomes(pet)).containsExactly(outcomes));
    }

    @Test
    void a_webhook_is_sent_what_has_come_about_signed_and_without_a_position() {
        try (var receiver = new Receiver()) {
            var ada = world.told(receiver.url("/of-ada"));
            world.prefer(ada.person(), JsonObject.of("notices", JsonObject.of("health", channels("webhook"))));

            world.post(opened(ada.pet(), "signed"));

            var request = receiver.await(1).getFirst();
            assertThat(request.isSignedBy(ada.secret())).isTrue();
            assertThat(new JsonObject(request.body()))
                    .isEqualTo(JsonObject.of("type", "alert.opened", "timestamp", "2026-03-01T14:30:00Z")
                            .put(
                                    "data",
                                    JsonObject.of("rule", "high_heart_rate", "alert_id", "a-signed")
                                            .put("pet_id", ada.pet().toString())
                                            .put("category", "health")));
            awaitOutcomes(ada.pet(), "delivered");
            assertThat(world.texts("select notice_id from notice where pet_id = $1 and facts is null", ada.pet()))
                    .containsExactly(request.header("webhook-id"));
            assertThat(only(ada.person()).getJsonObject("last_attempt").getInteger("status"))
                    .isEqualTo(204);
        }
    }

    @Test
    void what_is_not_taken_comes_again_with_the_same_id_and_body_until_it_is() {
        try (var receiver = new Receiver()) {
            receiver.then(status(500)).then(hangUp()).then(silence()).then(status(302));
            var ada = world.told(receiver.url("/"));
            world.prefer(ada.person(), JsonObject.of("notices", JsonObject.of("health", channels("webhook"))));

            world.post(opened(ada.pet(), "again"));

            var requests = receiver.await(5);
            awaitOutcomes(ada.pet(), "delivered");
            assertThat(requests).hasSize(5);
            assertThat(requests.stream().map(one -> one.header("webhook-id")))
                    .containsOnly(requests.getFirst().header("webhook-id"));
            assertThat(requests.stream().map(Receiver.Received::body))
                    .containsOnly(requests.getFirst().body());
            assertThat(requests).allMatch(one -> one.isSignedBy(ada.secret()));
            assertThat(only(ada.person()).getJsonObject("last_attempt").getInteger("failures"))
                    .isZero();
        }
    }

    @Test
    void who_fails_for_too_long_is_given_up_then_disabled_and_a_test_that_is_taken_enables_it() {
        try (var receiver = new Receiver().always(status(500))) {
            var ada = world.told(receiver.url("/"));
            world.prefer(ada.person(), JsonObject.of("notices", JsonObject.of("health", channels("webhook"))));
            world.post(opened(ada.pet(), "first"));
            awaitOutcomes(ada.pet(), "given_up");
            assertThat(receiver.received()).hasSize(5);
            var told = only(ada.person());
            assertThat(told.getBoolean("enabled")).isTrue();
            assertThat(told.getJsonObject("last_attempt"))
                    .isEqualTo(JsonObject.of(
                            "at", told.getJsonObject("last_attempt").getString("at"), "failures", 5, "status", 500));

            world.post(opened(ada.pet(), "second"));

            awaitOutcomes(ada.pet(), "given_up", "given_up");
            assertThat(receiver.received()).hasSize(10);
            assertThat(only(ada.person()).getBoolean("enabled"))
                    .as("more than eight attempts, all of them just now")
                    .isTrue();

            server.sql("""
                    update webhook set failing_since = failing_since - interval '3 days'
                    where webhook_id = ? returning 1""", ada.webhook());
            world.post(opened(ada.pet(), "third"));
            awaitOutcomes(ada.pet(), "given_up", "given_up", "given_up");
            assertThat(receiver.received()).hasSize(11);
            assertThat(only(ada.person()).getString("disabled_reason")).isEqualTo("failing");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    mailbox.to(ada.person().email()).stream().map(TestMailbox::subject))
                            .contains("Nothing is sent to your webhook any more"));
            world.post(opened(ada.pet(), "not sent"));
            assertThat(world.outcomes(ada.pet())).hasSize(3);

            var test = "/v2/me/webhooks/" + ada.webhook() + "/test";
            assertThat(ada.person().post(test, new JsonObject()).json(200))
                    .isEqualTo(JsonObject.of("delivered", false, "status", 500));
            assertThat(only(ada.person()).getBoolean("enabled")).isFalse();
            receiver.always(status(200));
            assertThat(ada.person().post(test, new JsonObject()).json(200))
                    .isEqualTo(JsonObject.of("delivered", true, "status", 200));
            assertThat(receiver.received().getLast().isSignedBy(ada.secret())).isTrue();
            assertThat(only(ada.person()).getBoolean("enabled")).isTrue();
            world.post(opened(ada.pet(), "fourth"));
            awaitOutcomes(ada.pet(), "given_up", "given_up", "given_up", "delivered");
        }
    }

    @Test
    void who_says_that_it_is_gone_is_sent_nothing_more() {
        try (var receiver = new Receiver().always(status(410))) {
            var ada = world.told(receiver.url("/"));
            world.prefer(ada.person(), JsonObject.of("notices", JsonObject.of("health", channels("webhook"))));

            world.post(opened(ada.pet(), "gone"));

            awaitOutcomes(ada.pet(), "given_up");
            assertThat(only(ada.person()).getString("disabled_reason")).isEqualTo("gone");
            world.post(opened(ada.pet(), "after"));
            assertThat(world.outcomes(ada.pet())).hasSize(1);
            assertThat(receiver.received()).hasSize(1);
        }
    }

    @Test
    void a_key_is_told_once_however_often_and_by_how_many_at_once_it_is_posted() {
        try (var receiver = new Receiver()) {
            var ada = world.told(receiver.url("/"));
            var notifier = server.server().house().insights().notifications().notifier();
            TestDatabase.await(Future.all(IntStream.range(0, 8)
                    .mapToObj(i -> world.posting(notifier, opened(ada.pet(), "once")))
                    .toList()));
            awaitOutcomes(ada.pet(), "delivered", "delivered"); // by mail and by webhook

            world.post(opened(ada.pet(), "once"));

            assertThat(world.outcomes(ada.pet())).hasSize(2);
            world.post(opened(ada.pet(), "another"));
            awaitOutcomes(ada.pet(), "delivered", "delivered", "delivered", "delivered");
            assertThat(receiver.received()).hasSize(2);
            assertThat(mailbox.to(ada.person().email()).stream().map(TestMailbox::subject))
                    .filteredOn(subject -> subject.contains("your pet"))
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void what_is_rolled_back_is_told_to_nobody() {
        try (var receiver = new Receiver()) {
            var ada = world.told(receiver.url("/"));
            var house = server.server().house();
            assertThatThrownBy(() -> TestDatabase.await(house.database()
                            .transact(transaction -> house.insights()
                                    .notifications()
                                    .notifier()
                                    .post(transaction, opened(ada.pet(), "undone"))
                                    .compose(posted -> Future.failedFuture(new IllegalStateException("no"))))))
                    .hasMessage("no");

            world.post(opened(ada.pet(), "done"));

            assertThat(receiver.await(1).getFirst().body()).contains("a-done");
            assertThat(world.texts("select key from notice where pet_id = $1", ada.pet()))
                    .containsOnly("done");
        }
    }

    @Test
    void carers_are_told_too_and_viewers_and_vets_when_they_ask_for_it_and_nobody_else() {
        try (var receiver = new Receiver()) {
            var ada = world.told(receiver.url("/owner"));
            var people = new HashMap<String, TestPerson>();
            for (var role : List.of("carer", "viewer", "vet")) {
                var member = world.person();
                webhook(member, receiver.url("/" + role));
                world.member(ada.pet(), member, role);
                people.put(role, member);
            }
            var former = world.person();
            webhook(former, receiver.url("/former"));
            world.member(ada.pet(), former, "owner");
            world.texts(
                    "update member set expires_at = now() - interval '1 second' where account_id = $1 returning 1",
                    former.accountId());
            webhook(world.person(), receiver.url("/stranger"));

            world.post(opened(ada.pet(), "one"));
            receiver.await(2);
            assertThat(receiver.received().stream().map(Receiver.Received::path))
                    .containsExactlyInAnyOrder("/owner", "/carer");

            for (var role : List.of("viewer", "vet")) {
                world.prefer(requireNonNull(people.get(role)), JsonObject.of("viewed_pets", true));
            }
            world.post(opened(ada.pet(), "two"));
            receiver.await(6);
            assertThat(receiver.received().stream().map(Receiver.Received::path))
                    .containsExactlyInAnyOrder("/owner", "/carer", "/owner", "/carer", "/viewer", "/vet");
        }
    }

    @Test
    void what_somebody_does_not_want_by_a_way_does_not_come_by_it() {
        try (var receiver = new Receiver()) {
            var ada = world.told(receiver.url("/"));
            world.prefer(
                    ada.person(),
                    JsonObject.of(
                            "notices",
                            JsonObject.of(
                                    "health",
                                    channels("mail"),
                                    "device",
                                    new JsonArray(),
                                    "escape",
                                    channels("webhook"))));
            world.post(about(ada.pet(), Category.DEVICE, "device", false));
            assertThat(world.outcomes(ada.pet())).isEmpty();
            world.post(about(ada.pet(), Category.ESCAPE, "escape", true));
            assertThat(receiver.await(1).getFirst().body()).contains("a-escape");
            world.post(about(ada.pet(), Category.HEALTH, "health", false));
            awaitOutcomes(ada.pet(), "delivered", "delivered");
            assertThat(world.texts("select key from notice where pet_id = $1 and webhook_id is null", ada.pet()))
                    .containsExactly("health");

            world.prefer(
                    ada.person(),
                    JsonObject.of("muted_pets", JsonArray.of(ada.pet().toString())));
            world.post(about(ada.pet(), Category.ESCAPE, "muted", true));
            assertThat(world.outcomes(ada.pet())).hasSize(2);
        }
    }

    @Test
    void in_quiet_hours_it_waits_and_what_is_urgent_does_not() {
        try (var receiver = new Receiver()) {
            var ada = world.told(receiver.url("/"));
            world.prefer(ada.person(), JsonObject.of("notices", JsonObject.of("health", channels("webhook"))));
            world.quietNow(ada.person());
            world.post(about(ada.pet(), Category.HEALTH, "calm", false));
            world.post(about(ada.pet(), Category.HEALTH, "urgent", true));

            assertThat(receiver.await(1).getFirst().body()).contains("a-urgent");
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(world.outcomes(ada.pet())).containsExactlyInAnyOrder("waiting", "delivered"));
            assertThat(only(ada.person()).getInteger("waiting")).isEqualTo(1);
            assertThat(world.texts("""
                    select due_at > now() + interval '50 minutes' and due_at < now() + interval '70 minutes'
                    from notice where pet_id = $1 and key = 'calm'""", ada.pet())).containsExactly("true");
        }
    }

    @Test
    void who_was_removed_while_it_waited_is_told_nothing_and_nor_is_who_wants_it_no_more() {
        try (var receiver = new Receiver()) {
            var ada = world.told(receiver.url("/owner"));
            var bob = world.person();
            webhook(bob, receiver.url("/carer"));
            world.member(ada.pet(), bob, "carer");
            world.quietNow(ada.person());
            world.quietNow(bob);
            world.post(opened(ada.pet(), "waits"));
            assertThat(world.outcomes(ada.pet())).containsExactly("waiting", "waiting", "waiting", "waiting");

            ada.person()
                    .delete("/v2/pets/" + ada.pet() + "/members/" + bob.accountId())
                    .json(204);
            world.prefer(ada.person(), JsonObject.of("notices", JsonObject.of("health", channels("live"))));
            world.texts("update notice set due_at = now() where pet_id = $1 returning 1", ada.pet());

            awaitOutcomes(ada.pet(), "dropped", "dropped", "dropped", "dropped");
            assertThat(receiver.received()).isEmpty();
            assertThat(mailbox.to(bob.email()).stream().map(TestMailbox::subject))
                    .noneMatch(s -> s.contains("your pet"));
        }
    }

    @Test
    void a_mail_names_the_pet_and_says_what_it_is_and_how_to_turn_it_off() throws IOException, MessagingException {
        var ada = world.person();
        var pet = world.pet(ada);
        world.prefer(ada, JsonObject.of("time_zone", "Europe/Berlin"));

        world.post(opened(pet, "mail"));

        awaitOutcomes(pet, "delivered");
        await().atMost(PATIENCE)
                .until(() -> mailbox.to(ada.email()).stream()
                        .anyMatch(mail -> TestMailbox.subject(mail).equals("Something is up with your pet")));
        var mail = mailbox.to(ada.email()).stream()
                .filter(each -> TestMailbox.subject(each).contains("your pet"))
                .findFirst()
                .orElseThrow();
        assertThat(String.valueOf(mail.getContent()).replaceAll("\\s+", " "))
                .contains("Bella needs a look: its heart beats fast while it rests.")
                .contains("1 March 2026, 15:30 (Europe/Berlin)")
                .contains("/pets/" + pet + "/alerts")
                .contains("/settings/notifications")
                .doesNotContain("{");
    }

    @Test
    void for_a_day_after_a_rotation_both_secrets_sign() {
        try (var receiver = new Receiver()) {
            var ada = world.told(receiver.url("/"));
            var fresh = ada.person()
                    .post("/v2/me/webhooks/" + ada.webhook() + "/rotate", new JsonObject())
                    .json(200)
                    .getString("secret");
            world.post(opened(ada.pet(), "both"));
            var both = receiver.await(1).getFirst();
            assertThat(both.isSignedBy(fresh)).isTrue();
            assertThat(both.isSignedBy(ada.secret())).isTrue();

            world.texts("update webhook set former_until = now() where webhook_id = $1 returning 1", ada.webhook());
            world.post(opened(ada.pet(), "new"));
            var one = receiver.await(2).getLast();
            assertThat(one.isSignedBy(fresh)).isTrue();
            assertThat(one.isSignedBy(ada.secret())).isFalse();
        }
    }

    @Test
    void with_an_erased_account_goes_what_waits_for_it() {
        try (var receiver = new Receiver()) {
            var ada = world.told(receiver.url("/"));
            world.quietNow(ada.person());
            world.post(opened(ada.pet(), "waits"));
            assertThat(world.outcomes(ada.pet())).hasSize(2);

            assertThat(ada.person().delete("/v2/me").status()).isEqualTo(204);

            assertThat(world.outcomes(ada.pet())).isEmpty();
            assertThat(world.texts("select 1 from webhook where webhook_id = $1", ada.webhook()))
                    .isEmpty();
        }
    }

    @Test
    void what_began_and_ended_in_quiet_hours_is_not_told_at_all() {
        try (var receiver = new Receiver()) {
            var ada = world.told(receiver.url("/"));
            world.prefer(ada.person(), JsonObject.of("notices", JsonObject.of("health", channels("webhook"))));
            world.quietNow(ada.person());

            world.post(opened(ada.pet(), "short:opened"));
            world.post(NoticeWorld.over(ada.pet(), "short:resolved", "cleared"));
            assertThat(world.outcomes(ada.pet())).containsExactly("dropped");

            world.post(NoticeWorld.over(ada.pet(), "long:resolved", "cleared"));
            assertThat(world.outcomes(ada.pet()))
                    .as("of that they were told before")
                    .containsExactly("dropped", "waiting");
        }
    }

    @Test
    void only_what_is_well_again_is_said_to_be() {
        var ada = world.person();
        var pet = world.pet(ada);
        for (var ending : List.of("cleared", "returned", "accompanied", "no_zones", "unpaired", "by_person")) {
            world.post(NoticeWorld.over(pet, ending, ending));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(mailbox.to(ada.email()).stream()
                                .map(TestMailbox::subject)
                                .filter(subject -> subject.contains("your pet")))
                        .containsExactlyInAnyOrder(
                                "All is well with your pet again",
                                "All is well with your pet again",
                                "What was told of your pet is over",
                                "What was told of your pet is over",
                                "What was told of your pet is over",
                                "What was told of your pet is over"));
    }
}
