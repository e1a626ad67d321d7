package ai.petty.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A server that only repeats the contracts' own examples, so that the replay itself can be tested, and seen to fail. */
final class ContractStub implements ReplayTarget, AutoCloseable {
    private static final Map<String, String> HEADERS = Map.of(
            "Deprecation", "@1767225600",
            "Sunset", "Thu, 31 Dec 2026 23:59:59 GMT",
            "Link", "</v2/openapi.yaml>; rel=\"successor-version\"",
            "Retry-After", "1",
            "ETag", "\"1\"",
            "Location", "/v2/me",
            "Content-Security-Policy", "default-src 'none'");

    /** What the stub does wrong. */
    enum Flaw {
        NONE,
        ANOTHER_STATUS,
        A_HEADER_TOO_FEW,
        ANOTHER_MEDIA_TYPE,
        A_FIELD_TOO_FEW,
        ANOTHER_CODE
    }

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, ContractExample> idToExample;
    private final Map<String, JsonArray> idToConversation;
    private final Flaw flaw;
    private final int port;

    ContractStub(List<ContractDocument> contracts, Flaw flaw) {
        this.flaw = flaw;
        this.idToExample = contracts.stream()
                .flatMap(contract -> contract.examples().stream())
                .collect(Collectors.toMap(ContractExample::id, Function.identity()));
        this.idToConversation = contracts.stream()
                .flatMap(contract -> contract.operations().stream()
                        .flatMap(operation ->
                                operation.model().getJsonObject("x-conversations", new JsonObject()).stream()
                                        .map(entry -> Map.entry(
                                                contract.version() + "." + operation.id() + "." + entry.getKey(),
                                                (JsonArray) entry.getValue()))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        this.port = ContractReplay.await(
                        vertx.createHttpServer(new HttpServerOptions().setHandle100ContinueAutomatically(true))
                                .requestHandler(this::answer)
                                .listen(0, "127.0.0.1"))
                .actualPort();
    }

    private void answer(HttpServerRequest request) {
        var id = String.valueOf(request.getHeader("X-Correlation-Id"));
        var example = idToExample.get(id);
        if (idToConversation.containsKey(id)) {
            converse(request, idToConversation.get(id));
        } else if (example == null) {
            fixture(request);
        } else if (example.status() == 101) {
            request.toWebSocket().onSuccess(socket -> socket.writeTextMessage(Json.encode(example.answer())));
        } else {
            request.body().onSuccess(body -> repeat(request.response(), example));
        }
    }

    private void repeat(HttpServerResponse response, ContractExample example) {
        response.setStatusCode(flaw == Flaw.ANOTHER_STATUS ? 418 : example.status());
        HEADERS.forEach(response::putHeader);
        if (flaw != Flaw.A_HEADER_TOO_FEW) {
            response.putHeader("X-Correlation-Id", example.id());
        }
        if (!example.hasBody()) {
            response.end();
            return;
        }
        response.putHeader("Content-Type", flaw == Flaw.ANOTHER_MEDIA_TYPE ? "text/csv" : example.mediaType());
        if (example.mediaType().equals("text/event-stream")) {
            response.setChunked(true).write(String.valueOf(example.answer()));
            return; // and never ends
        }
        var body = example.answer() instanceof JsonObject object ? spoilt(object.copy()) : example.answer();
        response.end(body instanceof String text ? text : Json.encode(body));
    }

    private JsonObject spoilt(JsonObject body) {
        if (flaw == Flaw.A_FIELD_TOO_FEW) {
            body.remove(body.fieldNames().iterator().next());
        } else if (flaw == Flaw.ANOTHER_CODE && body.containsKey("code")) {
            body.put("code", "another.code");
        }
        return body;
    }

    private static void converse(HttpServerRequest request, JsonArray steps) {
        request.toWebSocket().onSuccess(socket -> {
            var next = new int[] {0};
            socket.textMessageHandler(said -> {
                next[0]++;
                while (next[0] < steps.size() && steps.getJsonObject(next[0]).containsKey("server")) {
                    socket.writeTextMessage(
                            steps.getJsonObject(next[0]).getJsonObject("server").encode());
                    next[0]++;
                }
            });
        });
    }

    private static void fixture(HttpServerRequest request) {
        var pets = new JsonArray();
        for (var serial : List.of("SN-424242", "SN-404040")) {
            pets.add(new JsonObject()
                    .put("pet_id", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff")
                    .put("collars", JsonArray.of(JsonObject.of("collar_id", serial))));
        }
        request.response()
                .setStatusCode("/v1/ingest".equals(request.path()) ? 201 : 200)
                .end(JsonObject.of("pets", pets)
                        .put("account_id", "3f1c1d1e-6c6b-4b55-9a0e-3a1f0c2b7d11")
                        .put("session_id", "8b2f4c4e-0c57-4a39-8b5e-6f5b1a2d3c4e")
                        .put("access_token", "an-access-token")
                        .put("refresh_token", "a-refresh-token")
                        .put("pet_id", "9f9619ff-8b86-4d01-b42d-00cf4fc964ff")
                        .put("webhook_id", "4c9e2c55-5b2b-4f5b-9c2a-3a9b0a1c5d11")
                        .put("zone_id", "af9619ff-8b86-4d01-b42d-00cf4fc964ff")
                        .put("invitation_id", "bf9619ff-8b86-4d01-b42d-00cf4fc964ff")
                        .encode());
    }

    @Override
    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public String secret() {
        return "a-secret";
    }

    @Override
    public void close() {
        ContractReplay.await(vertx.close());
    }
}
