package ai.petty.http.v2;

import ai.petty.http.HardClose;
import ai.petty.http.StreamedJson;
import ai.petty.live.LiveEvent;
import ai.petty.live.News;
import ai.petty.live.Viewer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** A viewer who takes server-sent events (WHATWG HTML, 9.2). */
final class EventStreamViewer implements Viewer {
    private static final int WRITE_QUEUE = 16 * 1024;
    private static final long RETRY_MS = 2_000;
    private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

    private final RoutingContext ctx;
    private final HttpServerResponse response;

    /** Sends the head of the answer. */
    EventStreamViewer(RoutingContext ctx) {
        this.ctx = ctx;
        this.response = ctx.response();
        response.setChunked(true)
                .setWriteQueueMaxSize(WRITE_QUEUE)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                // A compressor would hold events back until it has a block full of them; so would a buffering proxy.
                .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader("X-Accel-Buffering", "no")
                .write("retry: " + RETRY_MS + "\n\n");
    }

    @Override
    public void show(LiveEvent event) {
        response.write(Buffer.buffer()
                .appendString("event: " + LiveJson.type(event) + "\nid: " + event.id() + "\ndata: ")
                .appendBuffer(StreamedJson.of(json -> LiveJson.reading(json, event)))
                .appendString("\n\n"));
    }

    /** Without an id: who comes back goes on behind the last reading. */
    @Override
    public void tell(News news) {
        response.write("event: " + news.event() + "\ndata: " + news.body().encode() + "\n\n");
    }

    @Override
    public void heartbeat() {
        response.write(HEARTBEAT);
    }

    @Override
    public boolean isFull() {
        return response.writeQueueFull();
    }

    @Override
    public void onWritable(Runnable action) {
        response.drainHandler(nothing -> action.run());
    }

    @Override
    public void onClosed(Runnable action) {
        // Not the response's own handlers: the context has taken those.
        ctx.addEndHandler(ended -> action.run());
    }

    @Override
    public void goodbye(Duration reconnectAfter) {
        var ms = reconnectAfter.toMillis();
        response.end("event: goodbye\nretry: " + ms + "\ndata: {\"reconnect_after_ms\":" + ms + "}\n\n");
    }

    @Override
    public void dismiss() {
        response.end("event: goodbye\ndata: {\"code\":\"pet.unknown\"}\n\n");
    }

    @Override
    public void unauthorized(String code) {
        response.end("event: unauthorized\ndata: {\"code\":\"" + code + "\"}\n\n");
    }

    @Override
    public void abort() {
        HardClose.of(ctx.request());
    }
}
