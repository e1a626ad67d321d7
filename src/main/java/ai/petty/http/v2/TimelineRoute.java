package ai.petty.http.v2;

import ai.petty.history.Page;
import ai.petty.pets.Actor;
import ai.petty.pets.Pets;
import ai.petty.pets.Role;
import ai.petty.timeline.Event;
import ai.petty.timeline.Timeline;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.function.Function;

/** {@code GET /v2/pets/{pet_id}/timeline}: what the pet did from then to then. */
public final class TimelineRoute implements Handler<RoutingContext> {
    private static final int LIMIT = 200;
    private static final int HIGHEST_LIMIT = 1_000;

    private final Pets pets;
    private final Timeline timeline;
    private final Function<RoutingContext, Actor> caller;

    public TimelineRoute(Pets pets, Timeline timeline, Function<RoutingContext, Actor> caller) {
        this.pets = pets;
        this.timeline = timeline;
        this.caller = caller;
    }

    @Override
    public void handle(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        var range = parameters.range();
        var limit = parameters.limit(LIMIT, HIGHEST_LIMIT);
        var cursor = parameters.text("cursor");
        parameters.check();
        pets.require(caller.apply(ctx).principal(), petId, Role.VIEWER)
                .compose(standing -> timeline.page(petId, range, limit, cursor))
                .onSuccess(page -> TaggedAnswer.send(ctx, "application/json", shape(petId, page)))
                .onFailure(ctx::fail);
    }

    private static Buffer shape(UUID petId, Page<Event> page) {
        var events = new JsonArray();
        page.items().forEach(event -> events.add(EventJson.object(event)));
        var json = new JsonObject().put("pet_id", petId.toString()).put("events", events);
        page.nextCursor().ifPresent(cursor -> json.put("next_cursor", cursor));
        return json.toBuffer();
    }
}
