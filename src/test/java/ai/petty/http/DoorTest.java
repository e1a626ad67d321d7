package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoorTest {
    private static final String[] AUTHORIZED = {"Authorization", "Bearer " + TestDoor.SECRET};

    private TestDoor door;

    @BeforeEach
    void open() {
        door = TestDoor.open();
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void aSaneCorrelationIdOfTheCallerIsKept() {
        assertThat(TestDoor.header(door.get("/v2/pets", "X-Correlation-Id", "app-42.session_7"), "X-Correlation-Id"))
                .isEqualTo("app-42.session_7");
    }

    @Test
    void anyOtherCorrelationIdIsReplaced() {
        for (var bad : new String[] {"short", "x".repeat(65), "has space", "semi;colon", "quote\"quote"}) {
            var given = TestDoor.header(door.get("/v2/pets", "X-Correlation-Id", bad), "X-Correlation-Id");
            assertThat(given).matches("[0-9a-f]{32}");
        }
        assertThat(TestDoor.header(door.get("/v2/pets"), "X-Correlation-Id"))
                .isNotEqualTo(TestDoor.header(door.get("/v2/pets"), "X-Correlation-Id"));
    }

    @Test
    void aBarePathKeepsItsCorrelationId() {
        var response = door.get("/realtime", "X-Correlation-Id", "app-42.session_7");
        assertThat(response.headers().allValues("X-Correlation-Id")).containsExactly("app-42.session_7");
    }

    @Test
    void whatIsLoggedForARequestCarriesItsCorrelationId() {
        var response = door.get("/pets", "X-Correlation-Id", "app-42.session_7");
        assertThat(TestDoor.json(response).getString("logged_as")).isEqualTo("app-42.session_7");
        assertThat(TestDoor.json(door.get("/pets")).getString("logged_as")).matches("[0-9a-f]{32}");
    }

    @Test
    void everyAnswerForbidsSniffingAndStoring() {
        for (var path : new String[] {"/v1/realtime", "/v2/nothing", "/pets", "/health"}) {
            var response = door.get(path);
            assertThat(TestDoor.header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(TestDoor.header(response, "Cache-Control")).isEqualTo("no-store");
            assertThat(TestDoor.header(response, "Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(TestDoor.header(response, "Strict-Transport-Security")).isEmpty();
        }
    }

    @Test
    void whoHasNoCredentialIsAskedForOne() {
        var response = door.post("/v2/telemetry", new byte[1]);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(TestDoor.json(response).getString("code")).isEqualTo("auth.required");
        assertThat(TestDoor.header(response, "WWW-Authenticate")).isEqualTo("Bearer realm=\"petty\"");
    }

    @Test
    void aWrongCredentialIsRefusedEvenWhereNoneIsNeeded() {
        assertThat(door.post("/v1/ingest", new byte[1]).statusCode()).isEqualTo(201);
        for (var wrong : new String[] {"Bearer wrong", "Basic b3Blbg==", "Bearer"}) {
            var response = door.post("/v1/ingest", new byte[1], "Authorization", wrong);
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(TestDoor.header(response, "WWW-Authenticate")).contains("invalid_token");
        }
    }

    @Test
    void aCollarShowsItsSerialBesideItsCredential() {
        var good = door.post(
                "/v2/telemetry", new byte[1], "Authorization", "bearer " + TestDoor.SECRET, "X-Collar-Id", "SN-123456");
        assertThat(good.statusCode()).isEqualTo(201);
        var long10k = door.post(
                "/v2/telemetry",
                new byte[1],
                "Authorization",
                "Bearer " + TestDoor.SECRET,
                "X-Collar-Id",
                "x".repeat(10_000));
        assertThat(long10k.statusCode()).isEqualTo(400);
        assertThat(TestDoor.json(long10k).getString("code")).isEqualTo("collar.malformed_id");
    }

    @Test
    void noBodyIsLostWhileACredentialIsLookedUp() {
        var response = door.post("/v2/telemetry", new byte[50_000], "Authorization", "Bearer slow");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(TestDoor.json(response).getInteger("size")).isEqualTo(50_000);
    }

    @Test
    void noFrameIsLostWhenAWebSocketsCredentialIsLookedUp() throws Exception {
        for (var token : new String[] {"slow", TestDoor.SECRET}) {
            for (var round = 0; round < 5; round++) {
                try (var socket = new Socket(InetAddress.getLoopbackAddress(), door.port)) {
                    socket.setSoTimeout(30_000);
                    socket.getOutputStream()
                            .write(("GET /v2/echo HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                                            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    var in = new DataInputStream(socket.getInputStream());
                    assertThat(head(in)).startsWith("HTTP/1.1 101 ");
                    var frames = new ByteArrayOutputStream();
                    for (var frame = 0; frame < 20; frame++) {
                        frames.writeBytes(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, (byte) ('a' + frame)});
                    }
                    socket.getOutputStream().write(frames.toByteArray());
                    for (var frame = 0; frame < 20; frame++) {
                        assertThat(in.readNBytes(3)).containsExactly(0x81, 1, 'a' + frame);
                    }
                }
            }
        }
    }

    private static String head(DataInputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    @Test
    void aLimitedAnswerShowsWhatIsLeftAndARefusalWhenToReturn() {
        var first = door.get("/v2/mine", AUTHORIZED);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(TestDoor.header(first, "RateLimit-Limit")).isEqualTo("2");
        assertThat(TestDoor.header(first, "RateLimit-Remaining")).isEqualTo("1");
        assertThat(TestDoor.header(first, "RateLimit-Reset")).isEqualTo("1");
        assertThat(door.get("/v2/mine", AUTHORIZED).statusCode()).isEqualTo(200);
        var third = door.get("/v2/mine", AUTHORIZED);
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(TestDoor.header(third, "Retry-After")).isEqualTo("1");
        assertThat(TestDoor.json(third).getString("code")).isEqualTo("limit.exceeded");
        assertThat(TestDoor.json(third).getInteger("retry_after_s")).isEqualTo(1);
        door.nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(door.get("/v2/mine", AUTHORIZED).statusCode()).isEqualTo(200);
    }

    @Test
    void v1IsLimitedWithoutTheHeadersOfV2() {
        assertThat(TestDoor.header(door.get("/v1/mine", AUTHORIZED), "RateLimit-Limit"))
                .isEmpty();
        door.get("/v1/mine", AUTHORIZED);
        var third = door.get("/v1/mine", AUTHORIZED);
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(TestDoor.header(third, "Retry-After")).isEqualTo("1");
        assertThat(TestDoor.json(third).fieldNames()).containsExactlyInAnyOrder("error", "request_id");
    }

    @Test
    void onlyLargeAnswersAreCompressed() {
        var large = door.get("/v2/large", "Accept-Encoding", "gzip");
        assertThat(TestDoor.header(large, "Content-Encoding")).isEqualTo("gzip");
        var small = door.get("/v2/pets", "Accept-Encoding", "gzip");
        assertThat(TestDoor.header(small, "Content-Encoding")).isEmpty();
        assertThat(TestDoor.json(small).getString("version")).isEqualTo("v2");
    }

    @Test
    void withoutConfiguredOriginsNoOriginIsAllowed() {
        assertThat(TestDoor.header(
                        door.get("/v2/pets", "Origin", "https://app.example"), "Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void aConfiguredOriginMayAskAndSeeTheHeaders() {
        try (var open = TestDoor.open(http -> TestDoor.http(List.of("https://app.example"), TestDoor.PLAIN))) {
            var answer = open.get("/pets", "Origin", "https://app.example");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(TestDoor.header(answer, "Access-Control-Allow-Origin")).isEqualTo("https://app.example");
            assertThat(TestDoor.header(answer, "Access-Control-Expose-Headers")).contains("X-Correlation-Id");

            var preflight = open.send(open.request("/v2/telemetry")
                    .method("OPTIONS", java.net.http.HttpRequest.BodyPublishers.noBody())
                    .headers("Origin", "https://app.example", "Access-Control-Request-Method", "POST"));
            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(TestDoor.header(preflight, "Access-Control-Allow-Methods"))
                    .contains("POST");
            assertThat(TestDoor.header(preflight, "Access-Control-Allow-Headers"))
                    .contains("Authorization");

            var stranger = open.get("/v2/pets", "Origin", "https://evil.example");
            assertThat(stranger.statusCode()).isEqualTo(403);
            assertThat(TestDoor.json(stranger).getString("code")).isEqualTo("auth.forbidden");
        }
    }

    @Test
    void http2IsSpokenInClearText() throws Exception {
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            var get = client.send(door.request("/v1/realtime").build(), HttpResponse.BodyHandlers.ofString());
            assertThat(get.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(get.statusCode()).isEqualTo(200);
            var tooLarge = client.send(
                    door.request("/v1/ingest")
                            .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(
                                    new byte[TestDoor.MOST_BODY * 3]))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(tooLarge.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(tooLarge.statusCode()).isEqualTo(413);
            var longQuery = client.send(
                    door.request("/v1/realtime?collar_id=" + "x".repeat(10_000)).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(longQuery.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void requestsAreTimedByRouteAndNeverByPath() {
        door.get("/v1/realtime?collar_id=SN-123456");
        door.get("/v2/own/secret-name");
        door.get("/no/such/path");
        door.send(door.request("/v2/pets").method("BREW", java.net.http.HttpRequest.BodyPublishers.noBody()));
        door.get("/ready");
        Awaitility.await()
                .untilAsserted(() -> assertThat(door.registry.scrape())
                        .contains("route=\"/v1/realtime\",status=\"2xx\"")
                        .contains("route=\"/v2/own/{id}\",status=\"2xx\"")
                        .contains("method=\"GET\",route=\"unmatched\",status=\"4xx\"")
                        .contains("method=\"OTHER\",route=\"unmatched\",status=\"4xx\"")
                        .contains("route=\"unversioned\",status=\"2xx\""));
        assertThat(door.registry.scrape()).doesNotContain("secret-name", "SN-123456", "such", "BREW");
    }
}
