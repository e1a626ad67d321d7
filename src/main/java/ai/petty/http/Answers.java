package ai.petty.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Answers that are not refusals. */
public final class Answers {
    private Answers() {}

    /** @param body JSON text in UTF-8 */
    public static Future<Void> json(RoutingContext ctx, int status, Buffer body) {
        return as(ctx, status, Headers.JSON, body);
    }

    public static Future<Void> json(RoutingContext ctx, int status, JsonObject body) {
        return as(ctx, status, Headers.JSON, body.toBuffer());
    }

    public static Future<Void> as(RoutingContext ctx, int status, CharSequence contentType, Buffer body) {
        var response = ctx.response();
        if (response.ended() || response.closed()) {
            return Future.succeededFuture(); // the caller has gone
        }
        return response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .end(body);
    }
}
