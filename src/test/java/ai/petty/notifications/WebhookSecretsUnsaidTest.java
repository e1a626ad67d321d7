package ai.petty.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.notifications.webhook.Receiver;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What signs a webhook's requests, and where they go, is said in no log, before any redaction, and by no meter. */
class WebhookSecretsUnsaidTest {
    private static final Logger HOUSE = (Logger) LoggerFactory.getLogger("ai.petty");

    private static final class Everything extends AppenderBase<ILoggingEvent> {
        private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            var thrown = event.getThrowableProxy();
            lines.add(event.getFormattedMessage() + " " + event.getKeyValuePairs()
                    + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
        }
    }

    @Test
    void neither_secrets_nor_addresses_are_said_when_all_goes_well_or_nothing_does() throws Exception {
        var petty = PettyTestServer.shared();
        var log = new Everything();
        log.setContext(HOUSE.getLoggerContext());
        log.start();
        HOUSE.addAppender(log);
        HOUSE.setLevel(Level.DEBUG);
        HOUSE.setAdditive(false);
        try (var receiver = new Receiver()) {
            receiver.then(Receiver.status(500)).then(Receiver.hangUp());
            var ada = TestPerson.registered(petty);
            var capability = UUID.randomUUID().toString();
            var made = ada.post("/v2/me/webhooks", JsonObject.of("url", receiver.url("/" + capability)))
                    .json(201);
            var test = "/v2/me/webhooks/" + made.getString("webhook_id") + "/test";
            for (var i = 0; i < 3; i++) {
                ada.post(test, new JsonObject()).json(200);
            }
            var rotated =
                    ada.post(test.replace("/test", "/rotate"), new JsonObject()).json(200);
            assertThat(receiver.received()).hasSize(3);

            log.lines.add(metrics(petty));
            assertThat(log.lines).isNotEmpty();
            for (var unsaid : new String[] {made.getString("secret"), rotated.getString("secret"), capability}) {
                assertThat(log.lines).noneMatch(line -> line.contains(unsaid));
            }
        } finally {
            HOUSE.setAdditive(true);
            HOUSE.setLevel(null);
            HOUSE.detachAppender(log);
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
