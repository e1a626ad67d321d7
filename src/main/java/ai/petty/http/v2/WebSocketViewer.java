package ai.petty.http.v2;

import ai.petty.http.HardClose;
import ai.petty.http.StreamedJson;
import ai.petty.live.LiveEvent;
import ai.petty.live.News;
import ai.petty.live.Viewer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A viewer who holds a WebSocket. What it sends is not listened to. */
final class WebSocketViewer implements Viewer {
    private static final int WRITE_QUEUE = 16 * 1024;
    /** RFC 6455, 7.4.1: the server is going down. */
    private static final short GOING_AWAY = 1001;
    /** Of the codes that an application may give a meaning to (RFC 6455, 7.4.2): as the uplink's. */
    private static final short UNAUTHORIZED = 4401;

    /** Of our own: as 4401, but what is missing is not a credential. */
    private static final short NOT_YOURS = 4403;

    private final ServerWebSocket socket;
    private final HttpServerRequest request;

    /** @param request the one that the socket was made from */
    WebSocketViewer(ServerWebSocket socket, HttpServerRequest request) {
        this.socket = socket;
        this.request = request;
        socket.setWriteQueueMaxSize(WRITE_QUEUE);
        socket.exceptionHandler(broken -> {});
    }

    @Override
    public void show(LiveEvent event) {
        var text = StreamedJson.of(json -> {
            json.writeStartObject();
            json.writeStringField("type", LiveJson.type(event));
            json.writeStringField("id", event.id().toString());
            json.writeFieldName("reading");
            LiveJson.reading(json, event);
            json.writeEndObject();
        });
        socket.writeTextMessage(text.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void tell(News news) {
        socket.writeTextMessage(
                JsonObject.of("type", news.event(), news.event(), news.body()).encode());
    }

    @Override
    public void heartbeat() {
        socket.writePing(Buffer.buffer());
    }

    @Override
    public boolean isFull() {
        return socket.writeQueueFull();
    }

    @Override
    public void onWritable(Runnable action) {
        socket.drainHandler(nothing -> action.run());
    }

    @Override
    public void onClosed(Runnable action) {
        socket.closeHandler(nothing -> action.run());
    }

    @Override
    public void goodbye(Duration reconnectAfter) {
        socket.close(GOING_AWAY, "come back in " + reconnectAfter.toMillis() + " ms");
    }

    @Override
    public void dismiss() {
        socket.close(NOT_YOURS, "pet.unknown");
    }

    @Override
    public void unauthorized(String code) {
        socket.close(UNAUTHORIZED, code);
    }

    @Override
    public void abort() {
        HardClose.of(request);
    }
}
