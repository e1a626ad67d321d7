package ai.petty.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A collar's end of the uplink, which says whatever the test wants. */
final class CollarLine implements AutoCloseable {
    static final String JSON = "petty.v2";
    static final String CBOR = "petty.v2+cbor";

    private static final long PATIENCE_S = 30;
    private static final int LARGE = 16 << 20;
    private static final Vertx VERTX = Vertx.vertx();
    private static final WebSocketClient CLIENT = VERTX.createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(LARGE).setMaxMessageSize(LARGE));
    private static final CBORMapper CBOR_MAPPER = new CBORMapper();
    private static final AtomicInteger SERIALS = new AtomicInteger(720_000);

    private final PettyTestServer server;
    private final WebSocket socket;
    private final boolean binary;
    private final BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Short> closed = new CompletableFuture<>();

    private CollarLine(PettyTestServer server, WebSocketConnectOptions options, boolean binary) {
        this.server = server;
        this.binary = binary;
        this.socket = await(CLIENT.webSocket()
                .textMessageHandler(text -> frames.add(new JsonObject(text)))
                .binaryMessageHandler(bytes -> frames.add(decoded(bytes)))
                .closeHandler(nothing -> closed.complete((short) -1))
                .connect(options));
        // what the other side said, and not only that there is no connection any more
        socket.closeHandler(nothing -> closed.complete(code(socket)));
        if (socket.isClosed()) {
            closed.complete(code(socket));
        }
    }

    private static short code(WebSocket socket) {
        var code = socket.closeStatusCode();
        return code == null ? 1006 : code;
    }

    /** Of a collar that nobody has heard of yet. */
    static String freshSerial() {
        return "UP-" + SERIALS.getAndIncrement();
    }

    static CollarLine open(PettyTestServer server) {
        return open(server, JSON);
    }

    static CollarLine open(PettyTestServer server, String subprotocol) {
        return new CollarLine(server, options(server, subprotocol), subprotocol.equals(CBOR));
    }

    /** The handshake itself says who it is. */
    static CollarLine open(PettyTestServer server, String serial, String credential) {
        return new CollarLine(
                server,
                options(server, JSON)
                        .addHeader("X-Collar-Id", serial)
                        .addHeader("Authorization", "Bearer " + credential),
                false);
    }

    private static WebSocketConnectOptions options(PettyTestServer server, String subprotocol) {
        return new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(server.baseUri().getPort())
                .setURI("/v2/collars/uplink")
                .addSubProtocol(subprotocol);
    }

    /** Says hello and hears ready, and the configure behind it. */
    JsonObject hello(String serial) {
        say(JsonObject.of("type", "hello", "collar_id", serial, "credential", server.secret()));
        return ready();
    }

    JsonObject ready() {
        var ready = hear("ready");
        hear("configure");
        return ready;
    }

    CollarLine say(JsonObject frame) {
        return sayText(frame.encode());
    }

    /** @param json goes as CBOR where that is spoken */
    CollarLine sayText(String json) {
        return binary ? sayBytes(cbor(json)) : later(socket.writeTextMessage(json));
    }

    CollarLine sayBytes(Buffer bytes) {
        return later(socket.writeBinaryMessage(bytes));
    }

    CollarLine sayFragment(String text, boolean first, boolean last) {
        return later(socket.writeFrame(
                first
                        ? io.vertx.core.http.WebSocketFrame.textFrame(text, last)
                        : io.vertx.core.http.WebSocketFrame.continuationFrame(Buffer.buffer(text), last)));
    }

    /** A frame may find the line closed; the test hears of that otherwise. */
    private CollarLine later(Future<Void> written) {
        written.onFailure(cause -> {});
        return this;
    }

    /** Token by token, so that doubled fields stay doubled. */
    static Buffer cbor(String json) {
        var bytes = new ByteArrayOutputStream();
        try (var from = Json.JSON.createParser(json);
                var to = CBOR_MAPPER.getFactory().createGenerator(bytes)) {
            to.enable(CBORGenerator.Feature.LENIENT_UTF_ENCODING);
            from.nextToken();
            to.copyCurrentStructure(from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private static JsonObject decoded(Buffer bytes) {
        try {
            return new JsonObject(CBOR_MAPPER.readTree(bytes.getBytes()).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonObject hear() {
        try {
            var frame = frames.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(frame).as("a frame; the line: %s", closed).isNotNull();
            return java.util.Objects.requireNonNull(frame);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonObject hear(String type) {
        var frame = hear();
        assertThat(frame.getString("type")).as(frame.encode()).isEqualTo(type);
        return frame;
    }

    boolean hasHeardMore() {
        return !frames.isEmpty();
    }

    /** The code that the server closed with. */
    int closedWith() {
        return get(closed);
    }

    private static <T> T await(Future<T> future) {
        return get(future.toCompletionStage().toCompletableFuture());
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        later(socket.close());
    }
}
