package ai.petty.http.v2;

import ai.petty.http.Answers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** What came into being, and what is gone. */
final class Created {
    private Created() {}

    /** @param location where it stands from now on */
    static void send(RoutingContext ctx, String location, Buffer body) {
        if (!ctx.response().ended() && !ctx.response().closed()) {
            ctx.response().putHeader(HttpHeaders.LOCATION, location);
            Answers.json(ctx, 201, body);
        }
    }

    /** As {@link #send}, of what holds a secret: nobody on the way may keep it. */
    static void secret(RoutingContext ctx, String location, Buffer body) {
        if (!ctx.response().ended() && !ctx.response().closed()) {
            ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            send(ctx, location, body);
        }
    }

    static void nothing(RoutingContext ctx) {
        if (!ctx.response().ended() && !ctx.response().closed()) {
            ctx.response().setStatusCode(204).end();
        }
    }
}
