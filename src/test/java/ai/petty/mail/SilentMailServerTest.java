package ai.petty.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.identity.account.TestMailbox;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A mail server that takes connections and says nothing must cost mails their time, and nothing else. */
class SilentMailServerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static Map<String, String> settings(int port) {
        return new HashMap<>(Map.of(
                "mail.transport", "smtp",
                "mail.host", "127.0.0.1",
                "mail.port", Integer.toString(port),
                "mail.tls", "disabled",
                "mail.attempts", "1000",
                "mail.first-pause", "100ms",
                "mail.timeout", "500ms",
                "mail.breaker.failures", "3",
                "mail.breaker.reset", "300ms"));
    }

    @Test
    void it_is_given_up_shown_and_tried_again_and_then_every_mail_goes_out() throws Exception {
        try (var silent = new SilentServer();
                var petty = PettyTestServer.start(settings(silent.port()))) {
            // More than there are connections: all of them hang.
            var people = List.of(
                    TestPerson.registered(petty),
                    TestPerson.registered(petty),
                    TestPerson.registered(petty),
                    TestPerson.registered(petty),
                    TestPerson.registered(petty),
                    TestPerson.registered(petty));

            await().atMost(PATIENCE).until(() -> mailOf(petty).getString("state"), "down"::equals);
            assertThat(mailOf(petty).getString("reason")).contains("mail server");
            assertThat(get(petty, "/metrics")).contains("petty_breaker_open{breaker=\"mail\"} 1");
            var tried = silent.connections();
            await().atMost(PATIENCE).until(() -> silent.connections() > tried);

            silent.end();
            try (var good = TestMailbox.start(silent.port())) {
                people.forEach(person -> good.await(person.email(), 1));
                await().atMost(PATIENCE).until(() -> petty.sql("select 1 from mail"), List::isEmpty);
                await().atMost(PATIENCE).until(() -> mailOf(petty).getString("state"), "up"::equals);
                assertThat(get(petty, "/metrics")).contains("petty_breaker_open{breaker=\"mail\"} 0");
            }
        }
    }

    @Test
    void while_it_is_left_alone_mails_use_up_no_attempts() throws Exception {
        var settings = settings(0);
        settings.put("mail.attempts", "2");
        settings.put("mail.breaker.failures", "1");
        settings.put("mail.breaker.reset", "1h");
        try (var silent = new SilentServer()) {
            settings.put("mail.port", Integer.toString(silent.port()));
            try (var petty = PettyTestServer.start(settings)) {
                TestPerson.registered(petty);
                await().atMost(PATIENCE).until(() -> mailOf(petty).getString("state"), "down"::equals);
                TestPerson.registered(petty);
                TestPerson.registered(petty);

                // Several looks at the table later they still wait.
                await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
                assertThat(petty.sql("select attempts from mail order by created_at"))
                        .containsExactly("1", "0", "0");
            }
        }
    }

    private static JsonObject mailOf(PettyTestServer petty) throws IOException, InterruptedException {
        return new JsonObject(get(petty, "/health/ready"))
                .getJsonArray("dependencies").stream()
                        .map(JsonObject.class::cast)
                        .filter(each -> each.getString("name").equals("mail"))
                        .findFirst()
                        .orElseThrow();
    }

    private static String get(PettyTestServer petty, String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create(petty.managementUri() + path);
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
