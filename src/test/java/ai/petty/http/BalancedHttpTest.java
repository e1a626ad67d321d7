package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A whole server behind a load balancer, which in these tests is whoever calls from 127.0.0.1. */
class BalancedHttpTest {
    private static final int BURST = 3;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static PettyTestServer server(String proxies) {
        return PettyTestServer.start(Map.of(
                "http.trusted-proxies",
                proxies,
                "limits.sign-in.burst",
                Integer.toString(BURST),
                "limits.sign-in.per-second",
                "0.0001"));
    }

    private static int signIn(PettyTestServer server, String forwardedFor, String correlationId) {
        var nobody = JsonObject.of("email", TestPerson.freshEmail(), "password", TestPerson.PASSWORD);
        var request = HttpRequest.newBuilder(server.baseUri().resolve("/v2/auth/login"))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", forwardedFor)
                .header("X-Correlation-Id", correlationId)
                .POST(BodyPublishers.ofString(nobody.encode()));
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString()).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int signIn(PettyTestServer server, String forwardedFor) {
        return signIn(server, forwardedFor, UUID.randomUUID().toString());
    }

    @Test
    void everyClientHasABudgetOfItsOwnAndNoInventedAddressAnother() {
        try (var server = server("127.0.0.0/8")) {
            for (var attempt = 0; attempt < BURST; attempt++) {
                assertThat(signIn(server, "203.0.113.7")).isEqualTo(401);
            }
            assertThat(signIn(server, "203.0.113.7")).isEqualTo(429);
            assertThat(signIn(server, "6.6.6.6, 203.0.113.7")).isEqualTo(429);
            assertThat(signIn(server, "6.6.6.6, 127.0.0.5, 203.0.113.7")).isEqualTo(429);
            assertThat(signIn(server, "203.0.113.7:5678")).isEqualTo(429);
            assertThat(signIn(server, "203.0.113.8")).isEqualTo(401);
        }
    }

    @Test
    void aHeaderOfWhoeverIsNoProxyChangesNothing() {
        try (var server = server("10.0.0.0/16")) {
            for (var attempt = 0; attempt < BURST; attempt++) {
                assertThat(signIn(server, "203.0.113." + attempt)).isEqualTo(401);
            }
            assertThat(signIn(server, "203.0.113.99")).isEqualTo(429);
        }
    }

    @Test
    void theAuditLogTellsClientsApart() {
        try (var server = server("127.0.0.0/8")) {
            for (var client : new String[] {"203.0.113.7", "203.0.113.8"}) {
                signIn(server, client, "first-from-" + client);
                signIn(server, "6.6.6.6, " + client, "again-from-" + client);
            }
            Awaitility.await().untilAsserted(() -> {
                // Rows are written in the order of the acts: this one's come last.
                var eight = addressesOf(server, "203.0.113.8");
                var seven = addressesOf(server, "203.0.113.7");
                assertThat(seven).hasSize(1);
                assertThat(eight).hasSize(1).doesNotContainAnyElementsOf(seven);
            });
        }
    }

    /**
     * The keyed hashes of the addresses of its attempts. The same from the same address is one row: were the invented one
     * believed, there would be two.
     */
    private static Set<String> addressesOf(PettyTestServer server, String client) {
        var hashes =
                server.sql("select encode(address, 'hex') from audit where correlation_id like '%-from-' || ?", client);
        assertThat(hashes)
                .as("attempts of " + client + " that are written down")
                .hasSize(1);
        return Set.copyOf(hashes);
    }
}
