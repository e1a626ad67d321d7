package ai.petty.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.TestPostgres;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two processes on one database grant as many sign-ins as one does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedSignInLimitsTest {
    private static final int OF_ADDRESS = 12;
    private static final int OF_ACCOUNT = 4;
    private static final Pattern HASHES = Pattern.compile("petty_passwords_seconds_count(?:\\{[^}]*})? ([0-9.E]+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> settings = settings();
    private final PettyTestServer here = PettyTestServer.start(settings);
    private final PettyTestServer there = PettyTestServer.start(settings);

    private static Map<String, String> settings() {
        try {
            var database = TestPostgres.shared().fresh();
            var shared = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "shared-secrets-");
            var settings = new HashMap<String, String>();
            settings.put(
                    "database.url",
                    "postgresql://%s:%d/%s".formatted(database.host(), database.port(), database.name()));
            settings.put("database.user", database.user());
            settings.put("database.password", database.password().value());
            settings.put("secrets.directory", shared.resolve("secrets").toString());
            settings.put("identity.secret-file", shared.resolve("secret").toString());
            settings.put("identity.lockout.failures", "1000");
            // We say who calls, so that the tests of accounts are not in the way of that of addresses.
            settings.put("http.trusted-proxies", "127.0.0.1");
            settings.put("limits.sign-in.burst", Integer.toString(OF_ADDRESS));
            settings.put("limits.sign-in.per-second", "0.001");
            settings.put("limits.sign-in-account.burst", Integer.toString(OF_ACCOUNT));
            settings.put("limits.sign-in-account.per-second", "0.001");
            return settings;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    void close() {
        http.close();
        there.close();
        here.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> from(String address, PettyTestServer server, String path, JsonObject body) {
        return send(HttpRequest.newBuilder(server.baseUri().resolve(path))
                .header("X-Forwarded-For", address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode())));
    }

    private HttpResponse<String> login(String address, PettyTestServer server) {
        return from(
                address,
                server,
                "/v2/auth/login",
                JsonObject.of("email", TestPerson.freshEmail(), "password", "a wrong password"));
    }

    /** How often a server has hashed. */
    private long hashes(PettyTestServer server) {
        var text = send(HttpRequest.newBuilder(server.managementUri().resolve("/metrics")))
                .body();
        var matcher = HASHES.matcher(text);
        assertThat(matcher.find()).isTrue();
        return Math.round(Double.parseDouble(matcher.group(1)));
    }

    @Test
    void oneNetworksSignInsAreCountedWhicheverProcessTheyCameTo() {
        for (var i = 0; i < OF_ADDRESS / 2; i++) {
            assertThat(login("2001:db8::" + i, here).statusCode()).isEqualTo(401);
            assertThat(login("2001:db8::ff" + i, there).statusCode()).isEqualTo(401);
        }
        var before = hashes(here) + hashes(there);

        var refused = login("2001:db8::1", there);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
        assertThat(new JsonObject(refused.body()).getString("code")).isEqualTo("limit.exceeded");
        assertThat(Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1L, 12_000L);
        var email = JsonObject.of("email", TestPerson.freshEmail());
        assertThat(from("2001:db8::1", here, "/v2/auth/forgot-password", email).statusCode())
                .isEqualTo(429);
        var newcomer = email.copy().put("password", TestPerson.PASSWORD);
        assertThat(from("2001:db8::1", here, "/v2/auth/register", newcomer).statusCode())
                .isEqualTo(429);

        assertThat(hashes(here) + hashes(there))
                .as("what is refused costs no Argon2")
                .isEqualTo(before);
        assertThat(login("2001:db8:0:1::1", there).statusCode()).isEqualTo(401);
    }

    @Test
    void oneAccountsSignInsAreCountedWhicheverProcessTheyCameTo() {
        var ada = TestPerson.registered(here);
        var adaThere = TestPerson.at(there.baseUri(), ada.email());
        for (var i = 0; i < OF_ACCOUNT / 2; i++) {
            ada.login("a wrong password").refused(401, "auth.invalid_credentials");
            adaThere.login("a wrong password").refused(401, "auth.invalid_credentials");
        }
        var before = hashes(here) + hashes(there);

        ada.login(TestPerson.PASSWORD).refused(429, "limit.exceeded");

        assertThat(hashes(here) + hashes(there)).isEqualTo(before);
        TestPerson.at(here.baseUri(), TestPerson.freshEmail())
                .login("a wrong password")
                .refused(401, "auth.invalid_credentials");
    }

    /** Else two accounts that cost nothing could fill the queue before the hasher, and nobody could sign in. */
    @Test
    void aChangeOfPasswordIsCountedBeforeItIsHashed() {
        var ada = TestPerson.registered(there);
        var adaHere = TestPerson.at(here.baseUri(), ada.email()).with(JsonObject.of("access_token", ada.accessToken()));
        var change = JsonObject.of("current_password", "a wrong one", "new_password", "wrong zebra magnet paperclip")
                .encode();
        for (var i = 0; i < OF_ACCOUNT / 2; i++) {
            ada.send("PUT", "/v2/me/password", change, true).refused(403, "auth.wrong_password");
            adaHere.send("PUT", "/v2/me/password", change, true).refused(403, "auth.wrong_password");
        }
        var before = hashes(here) + hashes(there);

        ada.send("PUT", "/v2/me/password", change, true).refused(429, "limit.exceeded");
        adaHere.send("PUT", "/v2/me/password", change, true).refused(429, "limit.exceeded");

        assertThat(hashes(here) + hashes(there)).isEqualTo(before);
    }
}
