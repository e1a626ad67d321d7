package ai.petty.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** How a WebSocket begins: RFC 6455, version 13. */
public final class WebSocketHandshake {
    private static final String VERSION = "13";

    private WebSocketHandshake() {}

    /** Whether the caller would have a WebSocket. */
    public static boolean isWanted(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true);
    }

    /** Whether it is also asked for as it must be. */
    public static boolean isWhole(HttpServerRequest request) {
        var headers = request.headers();
        return isWanted(request)
                && headers.contains(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE, true)
                && headers.contains("Sec-WebSocket-Key")
                && VERSION.equals(headers.get("Sec-WebSocket-Version"));
    }
}
