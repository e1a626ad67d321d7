package ai.petty.notifications.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v2/me/webhooks}. */
class WebhooksHttpTest {
    private static final String PATH = "/v2/me/webhooks";
    private static final JsonObject NOTHING = new JsonObject();

    private final PettyTestServer server = PettyTestServer.shared();
    private final TestPerson ada = TestPerson.registered(server);

    private static JsonObject url(String url) {
        return JsonObject.of("url", url);
    }

    @Test
    void a_secret_of_256_bits_is_told_once_and_kept_enciphered() {
        var answer = ada.post(PATH, url("http://127.0.0.1:1/a-capability"));
        var made = answer.json(201);
        assertThat(answer.headers().get("cache-control")).containsExactly("no-store");
        assertThat(answer.headers().get("location")).containsExactly(PATH + "/" + made.getString("webhook_id"));
        var secret = made.getString("secret");
        assertThat(secret).startsWith("whsec_");
        assertThat(Base64.getDecoder().decode(secret.substring("whsec_".length())))
                .hasSize(32);

        assertThat(ada.get(PATH).body()).doesNotContain(secret, "whsec_").contains("a-capability");
        assertThat(ada.get("/v2/me/export").body()).doesNotContain(secret);
        var kept = server.sql("select webhook::text from webhook where account_id = ?", ada.accountId())
                .getFirst();
        assertThat(kept).doesNotContain(hex("a-capability"), hex(secret));

        var rotated = ada.post(PATH + "/" + made.getString("webhook_id") + "/rotate", NOTHING);
        assertThat(rotated.headers().get("cache-control")).containsExactly("no-store");
        assertThat(rotated.json(200).getString("secret")).startsWith("whsec_").isNotEqualTo(secret);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_request_that_comes_again_makes_no_second_one_and_tells_no_secret() {
        var key = UUID.randomUUID().toString();
        var first = ada.postOnce(key, PATH, url("http://127.0.0.1:1/")).json(201);
        var again = ada.postOnce(key, PATH, url("http://127.0.0.1:1/")).json(201);
        assertThat(again.getString("webhook_id")).isEqualTo(first.getString("webhook_id"));
        assertThat(again.containsKey("secret")).isFalse();
        ada.postOnce(key, PATH, url("http://127.0.0.1:1/other")).refused(422, "idempotency.key_reused");
        assertThat(ada.get(PATH).json(200).getJsonArray("webhooks")).hasSize(1);
    }

    @Test
    void there_are_five_at_the_most() {
        for (var i = 0; i < 5; i++) {
            ada.post(PATH, url("http://127.0.0.1:1/" + i)).json(201);
        }
        ada.post(PATH, url("http://127.0.0.1:1/6")).refused(409, "webhook.too_many");
        var first = ada.get(PATH).json(200).getJsonArray("webhooks").getJsonObject(0);
        assertThat(first.getString("url")).endsWith("/0");
        ada.delete(PATH + "/" + first.getString("webhook_id")).json(204);
        ada.post(PATH, url("http://127.0.0.1:1/6")).json(201);
    }

    @Test
    void they_are_not_added_and_removed_without_end() {
        for (var i = 0; i < 20; i++) {
            var made = ada.post(PATH, url("http://127.0.0.1:1/" + i)).json(201);
            ada.delete(PATH + "/" + made.getString("webhook_id")).json(204);
        }
        ada.post(PATH, url("http://127.0.0.1:1/20")).refused(429, "webhook.add_limited");
        TestPerson.registered(server).post(PATH, url("http://127.0.0.1:1/")).json(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"url\": null}",
                "{\"url\": 7}",
                "{\"url\": \"\"}",
                "{\"url\": \"bella\"}",
                "{\"url\": \"ftp://hooks.example.com/\"}",
                "{\"url\": \"https://ada@hooks.example.com/\"}",
                "{\"url\": \"https://127.1/\"}",
                "{\"url\": \"https://2130706433/\"}",
            })
    void bad_input_is_refused(String body) {
        var refused = ada.send("POST", PATH, body, true).json(400);
        assertThat(refused.getString("code")).isEqualTo("request.invalid");
        assertThat(refused.getJsonArray("errors")).hasSize(1);
        assertThat(ada.get(PATH).json(200).getJsonArray("webhooks")).isEmpty();
    }

    @Test
    void an_overlong_address_is_refused() {
        ada.post(PATH, url("https://hooks.example.com/" + "a".repeat(2_000))).refused(400, "request.invalid");
    }

    @Test
    void what_is_somebody_elses_is_as_unknown_as_what_there_is_not() {
        var made = ada.post(PATH, url("http://127.0.0.1:1/")).json(201).getString("webhook_id");
        var mallory = TestPerson.registered(server);
        for (var id : new String[] {made, UUID.randomUUID().toString()}) {
            mallory.delete(PATH + "/" + id).refused(404, "webhook.unknown");
            mallory.post(PATH + "/" + id + "/test", NOTHING).refused(404, "webhook.unknown");
            mallory.post(PATH + "/" + id + "/rotate", NOTHING).refused(404, "webhook.unknown");
        }
        for (var path : new String[] {"/bella/test", "/bella/rotate"}) {
            mallory.post(PATH + path, NOTHING).refused(400, "request.invalid");
        }
        mallory.delete(PATH + "/bella").refused(400, "request.invalid");
        assertThat(ada.get(PATH).json(200).getJsonArray("webhooks")).hasSize(1);
        ada.delete(PATH + "/" + made).json(204);
        ada.delete(PATH + "/" + made).refused(404, "webhook.unknown");
    }

    @Test
    void a_test_tells_what_became_of_it_and_cannot_be_asked_for_without_end() {
        var id = ada.post(PATH, url("http://127.0.0.1:1/")).json(201).getString("webhook_id");
        assertThat(ada.post(PATH + "/" + id + "/test", NOTHING).json(200))
                .isEqualTo(JsonObject.of("delivered", false, "problem", "not_connected"));
        assertThat(ada.get(PATH).json(200).encode()).contains("\"problem\":\"not_connected\"");
        for (var i = 1; i < 20; i++) {
            ada.post(PATH + "/" + id + "/test", NOTHING).json(200);
        }
        var refused = ada.post(PATH + "/" + id + "/test", NOTHING);
        refused.refused(429, "webhook.test_limited");
        assertThat(refused.headers()).containsKey("retry-after");
    }

    @Test
    void where_only_the_open_internet_is_allowed_nothing_else_can_be_made_or_reached() {
        try (var strict = PettyTestServer.start(Map.of("notifications.webhooks.allow-private", "false"))) {
            var eve = TestPerson.registered(strict);
            for (var inside : new String[] {
                "http://127.0.0.1:8080/",
                "https://127.0.0.1/",
                "https://localhost/",
                "https://[::ffff:10.0.0.1]/",
                "https://169.254.169.254/latest/meta-data/",
                "https://hooks.example.com:9090/"
            }) {
                eve.post(PATH, url(inside)).refused(400, "request.invalid");
            }
            // As it would stand there if the rules had been others when it was made.
            try (var receiver = new Receiver()) {
                var made = TestPerson.registered(server).post(PATH, url(receiver.url("/")));
                assertThat(made.status()).isEqualTo(201);
                var id = eve.post(PATH, url("https://hooks.petty.invalid/"))
                        .json(201)
                        .getString("webhook_id");
                assertThat(eve.post(PATH + "/" + id + "/test", NOTHING)
                                .json(200)
                                .getBoolean("delivered"))
                        .isFalse();
                assertThat(receiver.received()).isEmpty();
            }
        }
    }
}
