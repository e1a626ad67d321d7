package ai.petty.http.v2;

import ai.petty.history.Fix;
import ai.petty.history.History;
import ai.petty.history.Track;
import ai.petty.http.StreamedJson;
import ai.petty.pets.Actor;
import ai.petty.pets.Pets;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** {@code GET /v2/pets/{pet_id}/track}: where the pet was, as GeoJSON (RFC 7946). */
public final class TrackRoute implements Handler<RoutingContext> {
    private final Pets pets;
    private final History history;
    private final Function<RoutingContext, Actor> caller;

    public TrackRoute(Pets pets, History history, Function<RoutingContext, Actor> caller) {
        this.pets = pets;
        this.history = history;
        this.caller = caller;
    }

    @Override
    public void handle(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        var range = parameters.range();
        parameters.check();
        pets.look(caller.apply(ctx), petId)
                .compose(standing -> history.track(petId, range, standing.view()))
                .onSuccess(track -> TaggedAnswer.send(ctx, "application/geo+json", shape(track)))
                .onFailure(ctx::fail);
    }

    private static Buffer shape(Track track) {
        return StreamedJson.of(json -> {
            json.writeStartObject();
            json.writeStringField("type", "FeatureCollection");
            json.writeArrayFieldStart("features");
            for (var stretch : track.stretches()) {
                feature(json, stretch);
            }
            json.writeEndArray();
            // Foreign members, as RFC 7946, 6.1 allows: ask again from there for the rest.
            if (track.nextFrom().isPresent()) {
                json.writeBooleanField("truncated", true);
                json.writeStringField(
                        "next_from", StreamedJson.instant(track.nextFrom().get()));
            }
            json.writeEndObject();
        });
    }

    private static void feature(JsonGenerator json, List<Fix> stretch) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "Feature");
        json.writeObjectFieldStart("geometry");
        json.writeStringField("type", stretch.size() == 1 ? "Point" : "LineString");
        json.writeFieldName("coordinates");
        if (stretch.size() == 1) {
            position(json, stretch.getFirst());
        } else {
            json.writeStartArray();
            for (var fix : stretch) {
                position(json, fix);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeObjectFieldStart("properties");
        json.writeArrayFieldStart("times");
        for (var fix : stretch) {
            json.writeString(StreamedJson.instant(fix.t()));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("accuracy_m");
        for (var fix : stretch) {
            if (fix.accuracyM() == null) {
                json.writeNull();
            } else {
                StreamedJson.number(json, fix.accuracyM());
            }
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void position(JsonGenerator json, Fix fix) throws IOException {
        json.writeStartArray();
        StreamedJson.degrees(json, fix.lonE6());
        StreamedJson.degrees(json, fix.latE6());
        json.writeEndArray();
    }
}
