package ai.petty.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Ends a connection whose body nobody wants. What still comes is thrown away for a while: to close at once, with bytes
 * unread, would make TCP reset the connection and the caller never see the refusal (RFC 9112, 9.6).
 */
final class Farewell implements Handler<Buffer> {
    private static final long PATIENCE_MS = 2_000;
    private static final long MOST_BYTES = 64L * 1024 * 1024;

    private final HttpServerRequest request;
    private long thrownAway;

    private Farewell(HttpServerRequest request) {
        this.request = request;
    }

    static void to(Vertx vertx, HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        var farewell = new Farewell(request);
        request.handler(farewell)
                .exceptionHandler(gone -> {})
                .endHandler(end -> farewell.bodyEnded())
                .resume();
        vertx.setTimer(PATIENCE_MS, timer -> farewell.part());
    }

    @Override
    public void handle(Buffer unwanted) {
        thrownAway += unwanted.length();
        if (thrownAway > MOST_BYTES) {
            part();
        }
    }

    private void bodyEnded() {
        if (request.response().ended()) {
            part();
        } // else the answer is on its way, and the timer parts
    }

    private void part() {
        if (request.version() == HttpVersion.HTTP_2) {
            if (!request.isEnded()) {
                request.response().reset(); // only this stream; the connection serves others
            }
        } else {
            request.connection().close();
        }
    }
}
