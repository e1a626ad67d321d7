package ai.petty.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

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

    /**
     * Answers what was made or noted, and keeps the answer where the request may come again.
     *
     * @param location where it stands from now on
     * @param body JSON text in UTF-8
     * @param kept what a repetition is told: the body without its secrets
     */
    public static void made(RoutingContext ctx, int status, Optional<String> location, Buffer body, String kept) {
        Runnable give = () -> {
            if (!ctx.response().ended() && !ctx.response().closed()) {
                location.ifPresent(place -> ctx.response().putHeader(HttpHeaders.LOCATION, place));
                json(ctx, status, body);
            }
        };
        Optional.ofNullable(Visit.find(ctx))
                .flatMap(Visit::endFirst)
                .ifPresentOrElse(first -> first.keep(new KeptAnswer.Done(status, location, kept), give), give);
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
