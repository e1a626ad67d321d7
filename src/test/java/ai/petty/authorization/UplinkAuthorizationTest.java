package ai.petty.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may open an uplink: the collar itself, with its own credential, and nobody else, by the headers as by the first frame. */
class UplinkAuthorizationTest {
    private static final int CREDENTIAL = 4401;
    private static final int POLICY = 1008;
    private static final int LONGEST_CREDENTIAL = 512;
    private static final int PATIENCE = 60;
    private static final Operation UPLINK = Operations.ALL.stream()
            .filter(each -> each.id().equals("collarUplink"))
            .findFirst()
            .orElseThrow();

    private static World world;
    private static HttpClient http;

    @BeforeAll
    static void makeTheWorld() {
        world = World.on(PettyTestServer.start(World.SETTINGS));
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void endIt() {
        http.close();
        world.close();
    }

    /** What comes of it: {@code ready}, or the status or code that ends it. */
    private static String uplink(Map<String, String> headers, String hello) {
        var outcome = new CompletableFuture<String>();
        var builder = http.newWebSocketBuilder().subprotocols("petty.v2");
        headers.forEach(builder::header);
        var uri = URI.create(world.baseUri().toString().replace("http", "ws") + "/v2/collars/uplink");
        try {
            var socket = builder.buildAsync(uri, new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
                            var type = new JsonObject(text.toString()).getString("type");
                            if (type.equals("ready")) {
                                outcome.complete(type);
                            }
                            return WebSocket.Listener.super.onText(webSocket, text, last);
                        }

                        @Override
                        public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
                            outcome.complete(String.valueOf(code));
                            return WebSocket.Listener.super.onClose(webSocket, code, reason);
                        }
                    })
                    .join();
            if (!hello.isEmpty()) {
                socket.sendText(hello, true).join();
            }
            var came = outcome.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
            socket.abort();
            return came;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return String.valueOf(refused.getResponse().statusCode());
            }
            throw e;
        }
    }

    private static String credential(Caller caller, Scene scene) {
        return world.headers(caller, UPLINK, scene)
                .getOrDefault("Authorization", "Bearer nothing")
                .substring("Bearer ".length());
    }

    private static String hello(String serial, String credential) {
        return JsonObject.of("type", "hello", "collar_id", serial, "credential", credential)
                .encode();
    }

    /** Not even the pet's owner speaks for its collar here: an app relays over {@code postTelemetry}, as a person. */
    @ParameterizedTest
    @EnumSource(Caller.class)
    void onlyTheCollarItselfIsLetInByTheHandshakesHeaders(Caller caller) {
        var scene = Scene.of(world, caller);
        var headers = Map.of("Authorization", "Bearer " + credential(caller, scene), "X-Collar-Id", scene.serial());

        assertThat(uplink(headers, "")).isEqualTo(caller == Caller.COLLAR ? "ready" : "401");
    }

    @ParameterizedTest
    @EnumSource(Caller.class)
    void onlyTheCollarItselfIsLetInByTheFirstFrame(Caller caller) {
        var scene = Scene.of(world, caller);
        var credential = credential(caller, scene);
        // A person's token is longer than any collar's credential: such a frame is none.
        var refusal = credential.length() > LONGEST_CREDENTIAL ? POLICY : CREDENTIAL;

        assertThat(uplink(Map.of(), hello(scene.serial(), credential)))
                .isEqualTo(caller == Caller.COLLAR ? "ready" : String.valueOf(refusal));
    }

    @Test
    void oneCollarsCredentialIsNotAnothers() {
        var mine = Scene.of(world, Caller.COLLAR);
        var others = Scene.of(world, Caller.COLLAR);

        assertThat(uplink(Map.of(), hello(others.serial(), mine.collarCredential())))
                .isEqualTo(String.valueOf(CREDENTIAL));
        var headers = Map.of("Authorization", "Bearer " + mine.collarCredential(), "X-Collar-Id", others.serial());
        assertThat(uplink(headers, "")).isEqualTo("401");
        assertThat(uplink(Map.of(), hello(mine.serial(), mine.collarCredential())))
                .isEqualTo("ready");
    }

    @Test
    void aCollarThatWasRevokedIsNotLetIn() {
        var scene = Scene.of(world, Caller.COLLAR);
        world.sql(
                "update collar set credential_hash = null, revoked_at = now() where serial = ? returning 1",
                scene.serial());

        assertThat(uplink(Map.of(), hello(scene.serial(), scene.collarCredential())))
                .isEqualTo(String.valueOf(CREDENTIAL));
    }
}
