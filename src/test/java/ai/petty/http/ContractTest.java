package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.identity.Scope;
import ai.petty.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractTest {
    private static final String PET = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient();
    private final WebSocketClient webSockets = vertx.createWebSocketClient();
    private int port;

    private record Answer(int status, String body, Map<String, String> headers) {
        Map<String, String> errors() {
            var pointerToDetail = new HashMap<String, String>();
            new JsonArray(body).forEach(item -> {
                var error = (JsonObject) item;
                pointerToDetail.put(error.getString("pointer"), error.getString("detail"));
            });
            return pointerToDetail;
        }
    }

    @BeforeAll
    void serve() {
        var v1 = await(Contract.load(vertx, "openapi/v1.yaml"));
        var v2 = await(Contract.load(vertx, "openapi/v2.yaml"));
        var notes = await(Contract.load(vertx, "openapi/notes.yaml"));
        var root = Router.router(vertx);
        root.route("/v3/*").handler(BodyHandler.create(false).setBodyLimit(1000));
        root.route("/*").subRouter(v1.router(vertx, handlers(v1), Set.of("ingestReading")));
        root.route("/*").subRouter(v2.router(vertx, handlers(v2), Set.of("postTelemetry")));
        root.route("/*").subRouter(notes.router(vertx, handlers(notes), Set.of()));
        root.route("/bare/*")
                .handler(ctx -> ctx.reroute("/v2" + ctx.request().uri().substring("/bare".length())));
        root.route().failureHandler(ctx -> {
            if (ctx.failure() instanceof Refusal refusal) {
                var errors = new JsonArray();
                refusal.errors().forEach(error -> errors.add(JsonObject.mapFrom(error)));
                ctx.response().setStatusCode(400).end(errors.encode());
            } else {
                ctx.response().setStatusCode(Math.max(ctx.statusCode(), 404)).end();
            }
        });
        port = await(vertx.createHttpServer().requestHandler(root).listen(0, "127.0.0.1"))
                .actualPort();
    }

    @AfterAll
    void stop() {
        await(vertx.close());
    }

    private static Map<String, Handler<RoutingContext>> handlers(Contract contract) {
        var handlers = new HashMap<String, Handler<RoutingContext>>();
        contract.operationIds().forEach(id -> handlers.put(id, ctx -> ctx.end(id)));
        handlers.replaceAll((id, handler) -> id.equals("getOpenapi") ? contract.documentHandler() : handler);
        handlers.computeIfPresent(
                "streamLive",
                (id, handler) -> ctx -> ctx.request()
                        .toWebSocket()
                        .onSuccess(socket -> socket.writeTextMessage("hello " + ctx.pathParam("pet_id")))
                        .onFailure(ctx::fail));
        handlers.computeIfPresent("streamLive", (id, handler) -> ctx -> {
            handler.handle(ctx);
            ctx.request().resume();
        });
        return handlers;
    }

    @Test
    void knowsEveryOperationByItsIdWithMethodAndPath() {
        var v2 = await(Contract.load(vertx, "openapi/v2.yaml"));

        assertThat(v2.operationIds()).isEqualTo(versionedIds("v2"));
        assertThat(v2.operation("getLatest"))
                .isEqualTo(new Contract.Operation(
                        "getLatest",
                        HttpMethod.GET,
                        "/v2/pets/{pet_id}/latest",
                        new Needs(Optional.of(Scope.PETS_READ), false),
                        false));
        assertThat(v2.operation("postTelemetry").needs())
                .isEqualTo(new Needs(Optional.of(Scope.TELEMETRY_WRITE), true));
        assertThat(v2.operation("getOpenapi").needs()).isEqualTo(Needs.NOTHING);
        assertThat(v2.operation("getLatest").path()).isEqualTo("/v2/pets/:pet_id/latest");
        assertThat(await(Contract.load(vertx, "openapi/v1.yaml")).operationIds())
                .isEqualTo(versionedIds("v1"));
    }

    private static Set<String> versionedIds(String version) {
        return ContractDocument.of(version).operations().stream()
                .filter(ContractDocument.Operation::versioned)
                .map(ContractDocument.Operation::id)
                .collect(Collectors.toSet());
    }

    @Test
    void servesTheDocumentByteForByte() throws Exception {
        var answer = get("/v2/openapi.yaml");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-type", "application/yaml");
        assertThat(answer.body())
                .isEqualTo(Files.readString(Path.of("src/main/resources/openapi/v2.yaml"), StandardCharsets.UTF_8));
        var etag = String.valueOf(answer.headers().get("etag"));
        assertThat(send(HttpMethod.GET, "/v2/openapi.yaml", Map.of("If-None-Match", etag), "")
                        .status())
                .isEqualTo(304);
    }

    @Test
    void saysWhichHandlerOrOperationIsMissing() {
        var v1 = await(Contract.load(vertx, "openapi/v1.yaml"));
        var lacking = handlers(v1);
        lacking.remove("getRealtime");
        var surplus = handlers(v1);
        surplus.put("noSuchOperation", ctx -> ctx.end());

        assertThatThrownBy(() -> v1.router(vertx, lacking, Set.of())).hasMessageContaining("getRealtime");
        assertThatThrownBy(() -> v1.router(vertx, surplus, Set.of())).hasMessageContaining("noSuchOperation");
        assertThatThrownBy(() -> v1.router(vertx, handlers(v1), Set.of("noSuchOperation")))
                .hasMessageContaining("noSuchOperation");
        assertThatThrownBy(() -> await(Contract.load(vertx, "openapi/v9.yaml")))
                .hasStackTraceContaining("openapi/v9.yaml");
    }

    @Test
    void callsTheHandlerOfAGoodRequest() {
        assertThat(get("/v2/pets").body()).isEqualTo("listPets");
        assertThat(get("/v2/pets/" + PET + "/latest").body()).isEqualTo("getLatest");
        assertThat(get("/v1/realtime?collar_id=SN-424242").body()).isEqualTo("getRealtime");
        assertThat(get("/v2/pets/" + PET + "/readings?from=2026-03-01T14:30:00Z&to=2026-03-01T15:30:00Z&limit=5000")
                        .body())
                .isEqualTo("listReadings");
    }

    @Test
    void takesATimeInAnyOffset() {
        var path = "/v2/pets/" + PET + "/track?from=2026-03-01T14:30:00%2B02:00&to=2026-03-01T15:30:00.123456-07:00";

        assertThat(get(path).body()).isEqualTo("getTrack");
    }

    @Test
    void takesAStringForAStringWhateverItLooksLike() {
        for (var id : List.of("12.5", "null", "true", "{}", "-1", "\"", "a b", "%", "\u20ac")) {
            assertThat(get("/v1/realtime?collar_id=" + URLEncoder.encode(id, StandardCharsets.UTF_8))
                            .body())
                    .as(id)
                    .isEqualTo("getRealtime");
        }
    }

    @Test
    void namesEveryWrongParameter() {
        var answer = get("/v2/pets/bella/readings?from=yesterday&resolution=5m&limit=0");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errors())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "/path/pet_id", "must be a UUID",
                        "/query/from", "must be an RFC 3339 time with an offset, such as 2026-03-01T14:30:00Z",
                        "/query/to", "is required",
                        "/query/resolution", "must be one of raw, 1m, 1h",
                        "/query/limit", "must be at least 1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-01T14:30:00",
                "2026-03-01 14:30:00Z",
                "2026-02-29T00:00:00Z",
                "2026-03-01T24:30:00Z",
                "2026-03-01",
                "1772375400",
                "2026-03-01T14:30:00+0200",
                "",
                "null",
                "\u0000"
            })
    void refusesATimeThatIsNone(String time) {
        var answer = get("/v2/pets/" + PET + "/track?to=2026-03-01T15:30:00Z&from="
                + URLEncoder.encode(time, StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errors()).containsOnlyKeys("/query/from");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5001",
                "-1",
                "1.5",
                "abc",
                "",
                "1e999",
                "NaN",
                "99999999999999999999999999999999999",
                "[1]",
                "{}",
                "null",
                "true"
            })
    void refusesALimitThatIsNone(String limit) {
        var answer = get("/v2/pets/" + PET + "/readings?from=2026-03-01T14:30:00Z&to=2026-03-01T15:30:00Z&limit="
                + URLEncoder.encode(limit, StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errors()).containsOnlyKeys("/query/limit");
        assertThat(answer.body()).doesNotContain("99999");
    }

    @Test
    void refusesAnEmptyAndAnOverLongId() {
        assertThat(get("/v1/realtime?collar_id=").errors()).containsOnlyKeys("/query/collar_id");
        assertThat(get("/v1/realtime").errors()).containsEntry("/query/collar_id", "is required");
        assertThat(get("/v1/realtime?collar_id=" + "x".repeat(3000)).errors())
                .containsEntry("/query/collar_id", "must have at most 64 characters");
    }

    @Test
    void checksARequestThatWasRerouted() {
        assertThat(get("/bare/pets/" + PET + "/latest").body()).isEqualTo("getLatest");
        assertThat(get("/bare/pets/bella/latest").errors()).containsOnlyKeys("/path/pet_id");
    }

    @Test
    void leavesAnOwnDecoderAlone() {
        assertThat(send(HttpMethod.POST, "/v1/ingest", Map.of("Content-Type", "text/plain"), "{not json")
                        .body())
                .isEqualTo("ingestReading");
    }

    @Test
    void canUpgradeARequestThatWasChecked() {
        var first = Promise.<String>promise();
        await(webSockets.connect(port, "127.0.0.1", "/v2/pets/" + PET + "/live").onSuccess(socket -> {
            socket.textMessageHandler(first::tryComplete);
        }));

        assertThat(await(first.future())).isEqualTo("hello " + PET);
        assertThatThrownBy(() -> await(webSockets.connect(port, "127.0.0.1", "/v2/pets/bella/live")))
                .hasMessageContaining("400");
    }

    @Test
    void checksABody() {
        var json = Map.of("Content-Type", "application/json");

        assertThat(send(HttpMethod.POST, "/v3/notes", json, "{\"text\":\"a\",\"tags\":[\"x\"]}")
                        .body())
                .isEqualTo("postNote");
        assertThat(send(HttpMethod.POST, "/v3/notes", json, "{\"tags\":[\"x\",1],\"stars\":9,\"color\":\"red\"}")
                        .errors())
                .containsOnlyKeys("/text", "/tags/1", "/stars");
        assertThat(send(HttpMethod.POST, "/v3/notes", json, "{\"text\":\"a\",\"color\":\"red\"}")
                        .errors())
                .containsOnlyKeys("/color");
        for (var bad : List.of("", "{", "[]", "null", "\"x\"", "[".repeat(900))) {
            var answer = send(HttpMethod.POST, "/v3/notes", json, bad);
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.errors()).as(bad).containsOnlyKeys("");
        }
        assertThat(send(HttpMethod.POST, "/v3/notes", Map.of("Content-Type", "text/plain"), "x")
                        .errors())
                .containsEntry("", "the body's media type is not supported");
    }

    private Answer get(String path) {
        return send(HttpMethod.GET, path, Map.of(), "");
    }

    private Answer send(HttpMethod method, String path, Map<String, String> headers, String body) {
        // One chain inside the other: what this thread adds late, the answer does not wait for.
        return await(http.request(method, port, "127.0.0.1", path)
                .compose(request -> sent(request, headers, body)
                        .compose(response -> response.body().map(received -> {
                            var answered = new HashMap<String, String>();
                            response.headers()
                                    .forEach((name, value) -> answered.put(name.toLowerCase(Locale.ROOT), value));
                            return new Answer(response.statusCode(), received.toString(), answered);
                        }))));
    }

    private static Future<HttpClientResponse> sent(
            HttpClientRequest request, Map<String, String> headers, String body) {
        headers.forEach(request::putHeader);
        return body.isEmpty() ? request.send() : request.send(Buffer.buffer(body));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
