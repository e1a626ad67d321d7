package ai.petty.app;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.http.v2.LiveClient;
import ai.petty.identity.Principal;
import ai.petty.identity.Scope;
import ai.petty.identity.tokens.Revocations;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two servers on one database and one secret store: what is revoked on one ends on the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevocationAcrossProcessesTest {
    private static final String COLLAR = "SN-777001";
    private static final UUID ACCOUNT = new UUID(11, 12);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private TwoServers servers;
    private PettyTestServer here;
    private PettyTestServer there;
    private String pet;

    @BeforeAll
    void start() {
        servers = new TwoServers(Map.of());
        here = servers.here;
        there = servers.there;
        store(70);
        pet = new JsonObject(get(here, here.secret(), "/v2/pets").body())
                .getJsonArray("pets")
                .getJsonObject(0)
                .getString("pet_id");
    }

    @AfterEach
    void hangUp() throws Exception {
        for (var one : opened) {
            one.close();
        }
        opened.clear();
    }

    @AfterAll
    void stop() {
        servers.close();
        http.close();
    }

    @Test
    void aTokenOfOneIsGoodForTheOther() {
        var token = token(here, UUID.randomUUID(), 0);
        assertThat(get(here, token, "/v2/pets").statusCode()).isEqualTo(200);
        assertThat(get(there, token, "/v2/pets").statusCode()).isEqualTo(200);
        var wrong = get(there, token.substring(0, token.length() - 8) + "AAAAAAAA", "/v2/pets");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(new JsonObject(wrong.body()).getString("code")).isEqualTo("auth.invalid_token");
        assertThat(wrong.headers().firstValue("WWW-Authenticate").orElse("")).contains("invalid_token");
    }

    @Test
    void whoeverReadsThePublishedKeysCanCheckAToken() throws Exception {
        var token = token(there, UUID.randomUUID(), 0).split("\\.", -1);
        var answer = send(HttpRequest.newBuilder(here.baseUri().resolve("/.well-known/jwks.json")));
        assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=300");
        var decoder = Base64.getUrlDecoder();
        var kid = new JsonObject(Buffer.buffer(decoder.decode(token[0]))).getString("kid");
        var jwk = new JsonObject(answer.body())
                .getJsonArray("keys").stream()
                        .map(JsonObject.class::cast)
                        .filter(key -> key.getString("kid").equals(kid))
                        .findFirst()
                        .orElseThrow();
        assertThat(jwk.fieldNames()).containsExactlyInAnyOrder("kty", "use", "alg", "kid", "n", "e");
        var key = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(
                        new BigInteger(1, decoder.decode(jwk.getString("n"))),
                        new BigInteger(1, decoder.decode(jwk.getString("e")))));
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(key);
        signature.update((token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(decoder.decode(token[2]))).isTrue();
        var tag = answer.headers().firstValue("ETag").orElseThrow();
        var again = send(HttpRequest.newBuilder(there.baseUri().resolve("/.well-known/jwks.json"))
                .header("If-None-Match", tag));
        assertThat(again.statusCode()).isEqualTo(304);
    }

    @Test
    void theEndOfASessionEndsItsStreamsAndRequestsOnTheOther() throws Exception {
        var session = UUID.randomUUID();
        var mine = token(here, session, 0);
        var others = token(here, UUID.randomUUID(), 0);
        var socket = watch(true, there, mine);
        var stream = watch(false, there, mine);
        var untouched = watch(true, there, others);

        revoke(revocations -> in -> revocations.revokeSession(in, session));

        assertClosed(socket, stream);
        await().untilAsserted(() ->
                assertThat(get(there, mine, "/v2/pets").statusCode()).isEqualTo(401));
        assertThat(new JsonObject(get(there, mine, "/v2/pets").body()).getString("code"))
                .isEqualTo("auth.token_revoked");
        assertThat(watchStatus(there, mine)).isEqualTo(401);
        store(81);
        assertThat(untouched.next().type()).isEqualTo("reading");
        assertThat(get(there, others, "/v2/pets").statusCode()).isEqualTo(200);
    }

    @Test
    void oneTokenIsRevokedWithoutItsSession() throws Exception {
        var session = UUID.randomUUID();
        var mine = token(here, session, 0);
        var next = token(here, session, 0);
        var socket = watch(true, there, mine);
        var person =
                (Principal.Person) await(here.server().house().tokens().access().verify(mine));
        revoke(revocations -> in -> revocations.revokeToken(in, person.grant().orElseThrow()));
        assertClosed(socket);
        assertThat(get(there, next, "/v2/pets").statusCode()).isEqualTo(200);
    }

    @Test
    void loggingOutEverywhereEndsEverySessionOfTheAccount() throws Exception {
        var account = UUID.randomUUID();
        await(here.server()
                .house()
                .database()
                .ask(pool -> pool.preparedQuery("insert into account (account_id, epoch) values ($1, 5)")
                        .execute(Tuple.of(account))));
        var one = watch(true, there, token(here, account, UUID.randomUUID(), 4));
        var other = watch(true, here, token(there, account, UUID.randomUUID(), 4));
        revoke(revocations -> in -> revocations.revokeAccount(in, account));
        assertClosed(one, other);
        var again = token(here, account, UUID.randomUUID(), 5);
        assertThat(get(there, again, "/v2/pets").statusCode()).isEqualTo(200);
        assertThat(watch(true, there, again).status()).isEqualTo(101);
    }

    @Test
    void aRevokedCollarIsThrownOff() throws Exception {
        var closed = new CompletableFuture<Integer>();
        var ready = new CompletableFuture<String>();
        var uplink = http.newWebSocketBuilder()
                .subprotocols("petty.v2")
                .header("Authorization", "Bearer " + there.secret())
                .header("X-Collar-Id", COLLAR)
                .buildAsync(
                        URI.create(there.baseUri().toString().replace("http", "ws") + "/v2/collars/uplink"),
                        new Ear(ready, closed))
                .get(30, TimeUnit.SECONDS);
        assertThat(ready.get(30, TimeUnit.SECONDS)).contains("ready");
        revoke(revocations -> in -> revocations.revokeCollar(in, COLLAR));
        assertThat(closed.get(30, TimeUnit.SECONDS)).isEqualTo(4401);
        uplink.abort();
    }

    @Test
    void aStreamEndsWithItsToken() throws Exception {
        try (var server = servers.another(Map.of("identity.access-token", "2s", "identity.leeway", "1s"))) {
            var token = token(server, UUID.randomUUID(), 9);
            var socket = watch(true, server, token);
            var stream = watch(false, server, token);
            var close = socket.next();
            assertThat(close.id()).isEqualTo("4401");
            assertThat(close.data()).contains("auth.token_expired");
            assertThat(stream.next().data()).isEqualTo("{\"code\":\"auth.token_expired\"}");
            var late = get(server, token, "/v2/pets");
            assertThat(new JsonObject(late.body()).getString("code")).isEqualTo("auth.token_expired");
        }
    }

    private record Ear(CompletableFuture<String> ready, CompletableFuture<Integer> closed)
            implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            ready.complete(data.toString());
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }

    private void assertClosed(LiveClient... viewers) throws IOException {
        for (var viewer : viewers) {
            var last = viewer.next();
            if (last.type().equals("unauthorized")) {
                assertThat(last.data()).isEqualTo("{\"code\":\"auth.token_revoked\"}");
                assertThat(viewer.next().type()).isEqualTo("end");
            } else {
                assertThat(last.type()).isEqualTo("close");
                assertThat(last.id()).isEqualTo("4401");
                assertThat(last.data()).contains("auth.token_revoked");
            }
        }
    }

    /** A viewer who has seen the first event. */
    private LiveClient watch(boolean webSocket, PettyTestServer server, String token) throws IOException {
        var path = "/v2/pets/" + pet + "/live";
        var header = "Authorization: Bearer " + token;
        var viewer = webSocket
                ? LiveClient.webSocket(server.server().port(), path, header)
                : LiveClient.events(server.server().port(), path, header);
        opened.add(viewer);
        assertThat(viewer.next().type()).isEqualTo("snapshot");
        return viewer;
    }

    private int watchStatus(PettyTestServer server, String token) throws IOException {
        try (var viewer = LiveClient.events(
                server.server().port(), "/v2/pets/" + pet + "/live", "Authorization: Bearer " + token)) {
            return viewer.status();
        }
    }

    private String token(PettyTestServer server, UUID session, int epoch) {
        return token(server, ACCOUNT, session, epoch);
    }

    private static String token(PettyTestServer server, UUID account, UUID session, int epoch) {
        return await(server.server().house().tokens().access().issue(account, session, Set.of(Scope.PETS_READ), epoch))
                .token();
    }

    /** On {@link #here}, in a transaction. */
    private void revoke(Function<Revocations, Function<SqlClient, Future<Void>>> revocation) {
        var house = here.server().house();
        await(house.database()
                .transact(in -> revocation.apply(house.tokens().revocations()).apply(in)));
    }

    private void store(int heartRate) {
        var reading = new JsonObject()
                .put("collar_id", COLLAR)
                .put("t", Instant.now().toString())
                .put("hr", heartRate);
        var request = HttpRequest.newBuilder(here.baseUri().resolve("/v2/telemetry"))
                .header("Authorization", "Bearer " + here.secret())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JsonArray.of(reading).encode()));
        assertThat(send(request).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(PettyTestServer server, String token, String path) {
        return send(HttpRequest.newBuilder(server.baseUri().resolve(path)).header("Authorization", "Bearer " + token));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
