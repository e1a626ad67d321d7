package ai.petty.http.v2;

import ai.petty.http.Answers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** What came into being, and what is gone. */
final class Created {
    private Created() {}

    /** @param location where it stands from now on */
    static void send(RoutingContext ctx, String location, Buffer body) {
        Answers.made(ctx, 201, Optional.of(location), body, body.toString());
    }

    /**
     * As {@link #send}, of what holds a secret: nobody on the way may keep it, nor do we.
     *
     * @param kept the body without the secret, which a repetition is told
     */
    static void secret(RoutingContext ctx, String location, Buffer body, Buffer kept) {
        if (!ctx.response().ended() && !ctx.response().closed()) {
            ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        Answers.made(ctx, 201, Optional.of(location), body, kept.toString());
    }

    static void nothing(RoutingContext ctx) {
        if (!ctx.response().ended() && !ctx.response().closed()) {
            ctx.response().setStatusCode(204).end();
        }
    }
}
