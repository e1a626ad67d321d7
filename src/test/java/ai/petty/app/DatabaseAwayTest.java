package ai.petty.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.TestPostgres;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While PostgreSQL is away nobody signs in and nothing is revoked; no token is good for longer by that. */
class DatabaseAwayTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TestPostgres postgres = TestPostgres.start();
    private boolean isAway;

    @AfterEach
    void close() {
        if (isAway) {
            postgres.startAgain();
        }
        postgres.close();
    }

    private PettyTestServer server(Map<String, String> more) {
        var address = postgres.address();
        var settings = new HashMap<>(more);
        settings.put("database.url", "postgresql://" + address.host() + ":" + address.port() + "/" + address.name());
        settings.put("database.user", address.user());
        return PettyTestServer.start(settings);
    }

    private void stop() {
        postgres.stopAtOnce();
        isAway = true;
    }

    private void comeBack() {
        postgres.startAgain();
        isAway = false;
    }

    private void execute(String sql) {
        try (var connection = TestPostgres.connect(postgres.address());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertIsForLater(TestPerson.Answer answer) {
        var problem = answer.json(503);
        assertThat(problem.getString("code")).isEqualTo("database.unavailable");
        assertThat(problem.fieldNames()).contains("type", "title", "status", "detail", "correlation_id");
        assertThat(answer.headers().get("content-type")).containsExactly("application/problem+json");
        assertThat(answer.headers().get("retry-after"))
                .singleElement()
                .satisfies(seconds -> assertThat(Integer.parseInt(seconds)).isPositive());
    }

    @Test
    void signingInIsForLaterAndWorksAgainWhenItIsBack() {
        try (var server = server(Map.of())) {
            var ada = TestPerson.registered(server);
            stop();

            for (var i = 0; i < 8; i++) { // before and after the breaker has opened
                assertIsForLater(ada.login(TestPerson.PASSWORD));
                assertIsForLater(ada.login("a wrong password"));
                assertIsForLater(TestPerson.at(server).login("a wrong password"));
            }
            assertIsForLater(TestPerson.at(server).register());
            assertIsForLater(ada.refresh(ada.refreshToken()));

            comeBack();
            await().atMost(PATIENCE).until(() -> ada.login(TestPerson.PASSWORD).status() == 200);
            ada.refresh(ada.refreshToken()).json(200);
        }
    }

    @Test
    void whatIsRevokedElsewhereIsLearnedAsSoonAsItIsBack() {
        try (var server = server(Map.of())) {
            var ada = TestPerson.registered(server);
            var ben = TestPerson.registered(server);
            ada.get("/v2/me").json(200);
            stop();

            // Nothing says "logged out" that is not.
            assertIsForLater(ada.post("/v2/auth/logout", new JsonObject()));
            assertIsForLater(ada.post("/v2/auth/logout-all", new JsonObject()));
            await().atMost(PATIENCE).until(() -> ready(server).contains("tokens revoked since then are still taken"));

            comeBack();
            execute("insert into revocation (kind, subject, expires_at) values ('session', '" + ada.sessionId()
                    + "', now() + interval '20 minutes')");
            await().atMost(PATIENCE).until(() -> ada.get("/v2/me").status() == 401);
            ada.get("/v2/me").refused(401, "auth.token_revoked");
            ben.get("/v2/me").json(200);
            await().atMost(PATIENCE).until(() -> !ready(server).contains("still taken"));
        }
    }

    @Test
    void aTokenExpiresAlsoWhileItIsAway() {
        try (var server = server(Map.of("identity.access-token", "5s", "identity.leeway", "1ms"))) {
            var ada = TestPerson.registered(server);
            stop();

            await().atMost(PATIENCE).until(() -> ada.get("/v2/me").status() == 401);

            ada.get("/v2/me").refused(401, "auth.token_expired");
        }
    }

    private static String ready(PettyTestServer server) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(server.managementUri().resolve("/health/ready"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
