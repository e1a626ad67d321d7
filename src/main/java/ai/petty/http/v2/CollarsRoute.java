package ai.petty.http.v2;

import ai.petty.http.Answers;
import ai.petty.http.StreamedJson;
import ai.petty.pets.Actor;
import ai.petty.pets.collars.ClaimCode;
import ai.petty.pets.collars.Collars;
import ai.petty.pets.collars.Paired;
import ai.petty.pets.collars.WornCollar;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;

/** {@code /v2/pets/{pet_id}/collars}: what a pet wears. */
public final class CollarsRoute {
    private final Collars collars;
    private final Duration longestSilence;
    private final InstantSource clock;
    private final Function<RoutingContext, Actor> caller;

    /** @param longestSilence whoever is silent for longer is offline */
    public CollarsRoute(
            Collars collars, Duration longestSilence, InstantSource clock, Function<RoutingContext, Actor> caller) {
        this.collars = collars;
        this.longestSilence = longestSilence;
        this.clock = clock;
        this.caller = caller;
    }

    public void list(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        collars.worn(caller.apply(ctx), petId)
                .onSuccess(worn -> TaggedAnswer.send(ctx, "application/json", StreamedJson.of(json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("collars");
                    for (var collar : worn) {
                        object(json, collar);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })))
                .onFailure(ctx::fail);
    }

    private void object(JsonGenerator json, WornCollar collar) throws IOException {
        var offline = collar.offline(clock.instant(), longestSilence);
        json.writeStartObject();
        json.writeStringField("collar_id", collar.serial());
        json.writeStringField("paired_from", StreamedJson.instant(collar.pairedFrom()));
        json.writeBooleanField("online", offline.isEmpty());
        if (offline.isPresent()) {
            json.writeStringField("offline_reason", offline.get().wireName());
        }
        if (collar.lastSeenAt().isPresent()) {
            json.writeStringField(
                    "last_seen_at", StreamedJson.instant(collar.lastSeenAt().get()));
        }
        StreamedJson.field(json, "battery_pct", collar.batteryPct().orElse(null));
        if (collar.firmware().isPresent()) {
            json.writeStringField("firmware", collar.firmware().get());
        }
        json.writeEndObject();
    }

    public void pair(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        var body = Caller.body(ctx);
        collars.pair(
                        caller.apply(ctx),
                        petId,
                        body.getString("serial"),
                        new ClaimCode(body.getString("claim_code")),
                        MembersRoute.instant(body, "worn_since"))
                .onSuccess(paired -> Created.secret(
                        ctx,
                        "/v2/pets/" + petId + "/collars/" + paired.serial(),
                        shape(paired, true),
                        shape(paired, false)))
                .onFailure(ctx::fail);
    }

    public void rotate(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        collars.rotate(caller.apply(ctx), petId, parameters.path("collar_id"))
                .onSuccess(rotated -> {
                    ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                    Answers.json(ctx, 200, shape(rotated, true));
                })
                .onFailure(ctx::fail);
    }

    public void unpair(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        collars.unpair(caller.apply(ctx), petId, parameters.path("collar_id"))
                .onSuccess(gone -> Created.nothing(ctx))
                .onFailure(ctx::fail);
    }

    private static Buffer shape(Paired paired, boolean withCredential) {
        return StreamedJson.of(json -> {
            json.writeStartObject();
            json.writeStringField("collar_id", paired.serial());
            json.writeStringField("valid_from", StreamedJson.instant(paired.validFrom()));
            if (withCredential) {
                json.writeStringField("credential", paired.credential().text());
            }
            json.writeEndObject();
        });
    }
}
