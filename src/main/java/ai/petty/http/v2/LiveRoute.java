package ai.petty.http.v2;

import ai.petty.http.WebSocketHandshake;
import ai.petty.live.LiveFeed;
import ai.petty.live.LiveSession;
import ai.petty.live.ReadingId;
import ai.petty.pets.Actor;
import ai.petty.pets.Pets;
import ai.petty.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;

/** {@code GET /v2/pets/{pet_id}/live}: how the pet is, as it happens; server-sent events or a WebSocket. */
public final class LiveRoute implements Handler<RoutingContext> {
    private final Pets pets;
    private final LiveFeed feed;
    private final Function<RoutingContext, Actor> caller;

    public LiveRoute(Pets pets, LiveFeed feed, Function<RoutingContext, Actor> caller) {
        this.pets = pets;
        this.feed = feed;
        this.caller = caller;
    }

    @Override
    public void handle(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        var request = ctx.request();
        var upgrades = WebSocketHandshake.isWanted(request);
        if (upgrades && !WebSocketHandshake.isWhole(request)) {
            throw Refusal.of(
                    Refusal.Kind.INVALID,
                    "request.invalid",
                    "This is not a WebSocket handshake of RFC 6455, version 13.");
        }
        // An id that cannot be one of ours costs the viewer no more than a new snapshot.
        var last = Optional.ofNullable(request.getHeader("Last-Event-ID"))
                .or(() -> parameters.text("last_event_id"))
                .flatMap(ReadingId::parse);
        if (upgrades) {
            request.pause(); // it must not end before its upgrade; any other has ended already, and will not be paused
        }
        var viewer = caller.apply(ctx);
        pets.look(viewer, petId)
                .compose(standing -> feed.watch(viewer.principal(), standing, last))
                .onSuccess(session -> {
                    if (upgrades) {
                        upgrade(ctx, session);
                    } else {
                        stream(ctx, session);
                    }
                })
                .onFailure(refused -> {
                    if (upgrades) {
                        request.resume();
                    }
                    ctx.fail(refused);
                });
    }

    private static void stream(RoutingContext ctx, LiveSession session) {
        if (ctx.response().closed()) {
            session.cancel();
        } else {
            session.attach(new EventStreamViewer(ctx));
        }
    }

    private static void upgrade(RoutingContext ctx, LiveSession session) {
        ctx.request()
                .toWebSocket()
                // Here, and not a turn later: what is attached late loses what came in between.
                .onSuccess(socket -> session.attach(new WebSocketViewer(socket, ctx.request())))
                .onFailure(cause -> {
                    session.cancel();
                    ctx.fail(cause);
                });
    }
}
