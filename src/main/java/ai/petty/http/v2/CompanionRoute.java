package ai.petty.http.v2;

import ai.petty.alerts.Companions;
import ai.petty.alerts.Companions.Companion;
import ai.petty.http.Answers;
import ai.petty.http.StreamedJson;
import ai.petty.pets.Actor;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;

/** {@code /v2/pets/{pet_id}/companion}: whose phone is with the pet. */
public final class CompanionRoute {
    private final Companions companions;
    private final Function<RoutingContext, Actor> caller;

    public CompanionRoute(Companions companions, Function<RoutingContext, Actor> caller) {
        this.companions = companions;
        this.caller = caller;
    }

    public void list(RoutingContext ctx) {
        companions
                .present(caller.apply(ctx), petId(ctx))
                .onSuccess(found -> Answer.json(ctx, 200, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("companions");
                    for (var companion : found) {
                        object(json, companion);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }))
                .onFailure(ctx::fail);
    }

    public void put(RoutingContext ctx) {
        var time = Duration.ofSeconds(Caller.body(ctx).getLong("duration_s"));
        companions
                .accompany(caller.apply(ctx), petId(ctx), time)
                .onSuccess(companion -> Answers.json(ctx, 200, StreamedJson.of(json -> object(json, companion))))
                .onFailure(ctx::fail);
    }

    public void delete(RoutingContext ctx) {
        companions
                .leave(caller.apply(ctx), petId(ctx))
                .onSuccess(left -> Created.nothing(ctx))
                .onFailure(ctx::fail);
    }

    private static UUID petId(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        return petId;
    }

    private static void object(JsonGenerator json, Companion companion) throws IOException {
        json.writeStartObject();
        json.writeStringField("account_id", companion.account().toString());
        json.writeStringField("since", StreamedJson.instant(companion.since()));
        json.writeStringField("expires_at", StreamedJson.instant(companion.expiresAt()));
        json.writeEndObject();
    }
}
