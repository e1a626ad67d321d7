package ai.petty.http.v2;

import ai.petty.alerts.lost.LostMode;
import ai.petty.alerts.lost.LostPets;
import ai.petty.http.StreamedJson;
import ai.petty.identity.OpaqueToken;
import ai.petty.pets.Actor;
import ai.petty.pets.location.Precision;
import ai.petty.store.Micros;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** {@code /v2/pets/{pet_id}/lost-mode} and {@code /v2/shared/{token}/live}: a pet that is looked for. */
public final class LostModeRoute {
    private final LostPets lost;
    private final InstantSource clock;
    private final Function<RoutingContext, Actor> caller;

    public LostModeRoute(LostPets lost, InstantSource clock, Function<RoutingContext, Actor> caller) {
        this.lost = lost;
        this.clock = clock;
        this.caller = caller;
    }

    public void get(RoutingContext ctx) {
        lost.mode(caller.apply(ctx), petId(ctx))
                .onSuccess(mode -> Answer.json(ctx, 200, json -> {
                    if (mode.isPresent()) {
                        object(json, mode.get(), Optional.empty());
                    } else {
                        json.writeStartObject();
                        json.writeBooleanField("on", false);
                        json.writeEndObject();
                    }
                }))
                .onFailure(ctx::fail);
    }

    public void put(RoutingContext ctx) {
        var body = Caller.body(ctx);
        var link = Optional.ofNullable(body.getJsonObject("link"))
                .map(wanted -> Precision.of(wanted.getString("location_precision")));
        lost.search(
                        caller.apply(ctx),
                        petId(ctx),
                        new LostPets.Search(Duration.ofSeconds(body.getLong("duration_s")), link))
                .onSuccess(begun -> Answer.json(ctx, 200, json -> object(json, begun.mode(), begun.token())))
                .onFailure(ctx::fail);
    }

    public void delete(RoutingContext ctx) {
        lost.found(caller.apply(ctx), petId(ctx))
                .onSuccess(ended -> Created.nothing(ctx))
                .onFailure(ctx::fail);
    }

    /** For whoever holds the token. */
    public void shared(RoutingContext ctx) {
        var token = new OpaqueToken(new Parameters(ctx).path("token"));
        lost.sighted(token, Caller.visitor(ctx))
                .onSuccess(sighting -> Answer.json(ctx, 200, json -> {
                    json.writeStartObject();
                    if (sighting.position().isPresent()) {
                        json.writeFieldName("position");
                        ReadingJson.object(json, sighting.position().get());
                    }
                    json.writeStringField(
                            "ends_at", StreamedJson.instant(sighting.mode().endsAt()));
                    json.writeNumberField(
                            "report_interval_s",
                            sighting.mode().reportInterval().toSeconds());
                    json.writeStringField("server_time", StreamedJson.instant(Micros.of(clock.instant())));
                    json.writeEndObject();
                }))
                .onFailure(ctx::fail);
    }

    private static UUID petId(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        return petId;
    }

    private static void object(JsonGenerator json, LostMode mode, Optional<OpaqueToken> token) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("on", true);
        json.writeStringField("since", StreamedJson.instant(mode.since()));
        json.writeStringField("ends_at", StreamedJson.instant(mode.endsAt()));
        json.writeNumberField("report_interval_s", mode.reportInterval().toSeconds());
        AlertJson.account(json, "started_by", mode.startedBy());
        if (mode.link().isPresent()) {
            json.writeObjectFieldStart("link");
            json.writeStringField("location_precision", mode.link().get().wireName());
            json.writeStringField("expires_at", StreamedJson.instant(mode.endsAt()));
            if (token.isPresent()) {
                json.writeStringField("token", token.get().text());
                json.writeStringField("path", "/v2/shared/" + token.get().text() + "/live");
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
