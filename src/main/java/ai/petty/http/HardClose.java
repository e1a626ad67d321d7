package ai.petty.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * Closes a connection whose other end reads nothing. Vert.x' own close first waits until everything is flushed
 * ({@code VertxConnection.writeClose}), which here would be never, and it catches the channel's close, too. So the close
 * begins at the other end of the pipeline, where only the network is before it.
 */
public final class HardClose {
    private HardClose() {}

    /**
     * To be called on the connection's event loop.
     *
     * @param request the one that is being answered, or that the WebSocket was made from: vertx-web's WebSocket does not
     *     lead to its channel
     */
    public static void of(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(); // only this stream; the connection serves others
        } else if (request.connection() instanceof HttpServerConnection connection) {
            var first = connection.channelHandlerContext().channel().pipeline().firstContext();
            if (first != null) {
                var _ = first.close();
            }
        }
    }
}
