package ai.petty.http.v2;

import ai.petty.http.StreamedJson;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Answers that are for this one caller at this one time: nothing on the way may keep them. */
final class Answer {
    private Answer() {}

    static void json(RoutingContext ctx, int status, StreamedJson.Content content) {
        var response = ctx.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(StreamedJson.of(content));
        }
    }

    /** @param status 202 or 204 */
    static void nothing(RoutingContext ctx, int status) {
        var response = ctx.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end();
        }
    }
}
