package ai.petty.http.v2;

import ai.petty.alerts.Alert;
import ai.petty.alerts.Alerts;
import ai.petty.http.Answers;
import ai.petty.http.StreamedJson;
import ai.petty.pets.Actor;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.function.Function;

/** {@code /v2/pets/{pet_id}/alerts}: what is wrong, and who has taken care of it. */
public final class AlertsRoute {
    private static final int USUALLY = 50;
    private static final int MOST = 200;

    private final Alerts alerts;
    private final Function<RoutingContext, Actor> caller;

    public AlertsRoute(Alerts alerts, Function<RoutingContext, Actor> caller) {
        this.alerts = alerts;
        this.caller = caller;
    }

    public void list(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        var limit = parameters.limit(USUALLY, MOST);
        parameters.check();
        var onlyOpen = parameters.text("state").filter("open"::equals).isPresent();
        alerts.list(caller.apply(ctx), petId, onlyOpen, limit, parameters.text("cursor"))
                .onSuccess(page -> TaggedAnswer.send(ctx, "application/json", StreamedJson.of(json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("alerts");
                    for (var alert : page.alerts()) {
                        AlertJson.object(json, alert);
                    }
                    json.writeEndArray();
                    if (page.nextCursor().isPresent()) {
                        json.writeStringField("next_cursor", page.nextCursor().get());
                    }
                    json.writeEndObject();
                })))
                .onFailure(ctx::fail);
    }

    public void acknowledge(RoutingContext ctx) {
        change(ctx, alerts::acknowledge);
    }

    public void resolve(RoutingContext ctx) {
        change(ctx, alerts::resolve);
    }

    private interface Change {
        Future<Alert> of(Actor caller, UUID petId, String alertId);
    }

    private void change(RoutingContext ctx, Change change) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        change.of(caller.apply(ctx), petId, parameters.path("alert_id"))
                .onSuccess(alert -> Answers.json(ctx, 200, StreamedJson.of(json -> AlertJson.object(json, alert))))
                .onFailure(ctx::fail);
    }
}
