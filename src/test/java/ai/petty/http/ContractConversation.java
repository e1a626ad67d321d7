package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The examples that are not one question and one answer: frames of a WebSocket, events of a stream. */
final class ContractConversation {
    private static final long PATIENCE_S = 20;

    private final WebSocketClient webSockets;
    private final ReplayTarget target;
    private final ReplayVariables variables;

    ContractConversation(WebSocketClient webSockets, ReplayTarget target, ReplayVariables variables) {
        this.webSockets = webSockets;
        this.target = target;
        this.variables = variables;
    }

    /** The first frame that the server sends, which is the example's answer. */
    void first(ContractExample example, String uri) {
        var frames = new LinkedBlockingQueue<JsonObject>();
        var options = options(uri, example.id()).addHeader("Authorization", "Bearer " + target.secret());
        var socket = connect(options, frames);
        var frame = next(frames);
        var schema = example.response()
                .getJsonObject("content")
                .getJsonObject(example.mediaType())
                .getJsonObject("schema");
        assertThat(example.contract().violations(schema, frame))
                .as(frame.encode())
                .isEmpty();
        assertThat(ContractFacts.of(frame)).isEqualTo(ContractFacts.of((JsonObject) example.answer()));
        ContractReplay.await(socket.close());
    }

    void whole(ContractDocument contract, ContractDocument.Operation operation, String name) {
        var frames = new LinkedBlockingQueue<JsonObject>();
        var socket = connect(
                options(operation.path(), contract.version() + "." + operation.id() + "." + name)
                        .addSubProtocol("petty.v2"),
                frames);
        for (var step : operation.model().getJsonObject("x-conversations").getJsonArray(name)) {
            var said = ((JsonObject) step).getJsonObject("collar");
            if (said != null) {
                ContractReplay.await(
                        socket.writeTextMessage(variables.fill(said).toString()));
                continue;
            }
            var closed = ((JsonObject) step).getInteger("closed");
            if (closed != null) {
                await().atMost(Duration.ofSeconds(PATIENCE_S)).until(socket::isClosed);
                assertThat(socket.closeStatusCode()).isEqualTo(closed.shortValue());
                return;
            }
            var promised = ((JsonObject) step).getJsonObject("server");
            var frame = next(frames);
            assertThat(frame.getString("type")).as(frame.encode()).isEqualTo(promised.getString("type"));
            assertThat(contract.violations(frameSchema(operation, frame.getString("type")), frame))
                    .as(frame.encode())
                    .isEmpty();
            assertThat(ContractFacts.of(frame)).isEqualTo(ContractFacts.of(promised));
            assertThat(frame.getValue("seq")).isEqualTo(promised.getValue("seq"));
        }
        ContractReplay.await(socket.close());
    }

    static JsonObject frameSchema(ContractDocument.Operation operation, String type) {
        return operation.model().getJsonObject("x-frames").getJsonObject(type).getJsonObject("schema");
    }

    /** An event's data is the reading; with its name and id it must be a frame of {@code x-frames}. */
    static void checkEvents(ContractExample example, String stream) {
        var operation = example.contract().operations().stream()
                .filter(candidate -> candidate.id().equals(example.operationId()))
                .findFirst()
                .orElseThrow();
        var count = 0;
        for (var event : stream.split("\n\n", -1)) {
            var frame = new JsonObject();
            for (var line : event.split("\n", -1)) {
                var colon = line.indexOf(':');
                var value = line.substring(colon + 1).strip();
                switch (line.substring(0, Math.max(colon, 0))) {
                    case "event" -> frame.put("type", value);
                    case "id" -> frame.put("id", value);
                    case "data" -> frame.put("reading", new JsonObject(value));
                    default -> {}
                }
            }
            if (!frame.isEmpty()) {
                count++;
                assertThat(frame.getString("type")).as(event).isIn("snapshot", "reading");
                assertThat(example.contract().violations(frameSchema(operation, frame.getString("type")), frame))
                        .as(event)
                        .isEmpty();
            }
        }
        assertThat(count).as("events in %s", stream).isPositive();
    }

    private WebSocketConnectOptions options(String uri, String id) {
        return new WebSocketConnectOptions()
                .setHost(target.baseUri().getHost())
                .setPort(target.baseUri().getPort())
                .setURI(uri)
                .addHeader("X-Correlation-Id", id);
    }

    private WebSocket connect(WebSocketConnectOptions options, BlockingQueue<JsonObject> frames) {
        var socket = webSockets.webSocket();
        // Before the connection is there, so that its first message is not missed.
        socket.textMessageHandler(text -> frames.add(new JsonObject(text)));
        return ContractReplay.await(socket.connect(options));
    }

    private static JsonObject next(BlockingQueue<JsonObject> frames) {
        try {
            while (true) {
                var frame = frames.poll(PATIENCE_S, TimeUnit.SECONDS);
                assertThat(frame).as("a frame of the server").isNotNull();
                // The server may say at any time what it would like.
                if (frame != null && !"configure".equals(frame.getString("type"))) {
                    return frame;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
