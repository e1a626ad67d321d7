package ai.petty.http.v2;

import static java.util.Objects.requireNonNull;

import ai.petty.http.Visit;
import ai.petty.identity.Principal;
import ai.petty.identity.Visitor;
import ai.petty.pets.Actor;
import ai.petty.problem.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.Optional;
import java.util.UUID;

/** Who asks, and where from. */
public final class Caller {
    private Caller() {}

    /** Whoever the door let in, for what is done with pets. */
    public static Actor actor(RoutingContext ctx) {
        return new Actor(Visit.of(ctx).principal(), visitor(ctx), Visit.of(ctx).once());
    }

    /** The account whose token opened the door. */
    static UUID account(RoutingContext ctx) {
        return person(ctx).account();
    }

    /** The session of the token; empty for tokens that belong to none. */
    static Optional<UUID> session(RoutingContext ctx) {
        return person(ctx).grant().flatMap(Principal.Grant::session);
    }

    static Principal.Person person(RoutingContext ctx) {
        if (Visit.of(ctx).principal() instanceof Principal.Person person) {
            return person;
        }
        throw Refusal.of(Refusal.Kind.FORBIDDEN, "auth.not_for_collars", "This is for a person's token only.");
    }

    /** The body, which the contract has found to be an object. */
    static JsonObject body(RoutingContext ctx) {
        return requireNonNull(ctx.body().asJsonObject());
    }

    /** Where the request came from, for the record. */
    static Visitor visitor(RoutingContext ctx) {
        var visit = Visit.of(ctx);
        return new Visitor(
                visit.address().map(InetAddress::getHostAddress),
                Optional.ofNullable(ctx.request().getHeader(HttpHeaders.USER_AGENT)),
                Optional.of(visit.correlationId()));
    }
}
