package ai.petty.http.v2;

import ai.petty.http.Answers;
import ai.petty.pets.Actor;
import ai.petty.pets.zones.Shape;
import ai.petty.pets.zones.Zone;
import ai.petty.pets.zones.Zones;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;

/** {@code /v2/pets/{pet_id}/zones}: the pet's home and other safe places. */
public final class ZonesRoute {
    private final Zones zones;
    private final Function<RoutingContext, Actor> caller;

    public ZonesRoute(Zones zones, Function<RoutingContext, Actor> caller) {
        this.zones = zones;
        this.caller = caller;
    }

    public void list(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        zones.all(caller.apply(ctx), petId)
                .onSuccess(found -> TaggedAnswer.send(
                        ctx,
                        "application/json",
                        new JsonObject()
                                .put(
                                        "zones",
                                        new JsonArray(found.stream()
                                                .map(ZonesRoute::shape)
                                                .toList()))
                                .toBuffer()))
                .onFailure(ctx::fail);
    }

    public void add(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        zones.add(caller.apply(ctx), petId, drawing(Caller.body(ctx)))
                .onSuccess(zone -> Created.send(ctx, "/v2/pets/" + petId + "/zones/" + zone.zoneId(), body(zone)))
                .onFailure(ctx::fail);
    }

    public void replace(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        var zoneId = parameters.uuid("zone_id");
        parameters.check();
        zones.replace(caller.apply(ctx), petId, zoneId, drawing(Caller.body(ctx)))
                .onSuccess(zone -> Answers.json(ctx, 200, body(zone)))
                .onFailure(ctx::fail);
    }

    public void remove(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        var zoneId = parameters.uuid("zone_id");
        parameters.check();
        zones.remove(caller.apply(ctx), petId, zoneId)
                .onSuccess(gone -> Created.nothing(ctx))
                .onFailure(ctx::fail);
    }

    private static Zones.Drawing drawing(JsonObject body) {
        if (body.containsKey("circle") == body.containsKey("polygon")) {
            throw Refusal.invalid(
                    "The request has 1 wrong field.",
                    List.of(new FieldError("", "request.invalid", "must have either circle or polygon")));
        }
        return new Zones.Drawing(
                Zone.Kind.of(body.getString("kind")), body.getString("name").strip(), Shape.of(body));
    }

    private static Buffer body(Zone zone) {
        return shape(zone).toBuffer();
    }

    private static JsonObject shape(Zone zone) {
        var json = new JsonObject()
                .put("zone_id", zone.zoneId().toString())
                .put("kind", zone.kind().wireName())
                .put("name", zone.name());
        zone.shape().ifPresent(shape -> json.mergeIn(shape.json()));
        return zone.isBlurred() ? json.put("blurred", true) : json;
    }
}
