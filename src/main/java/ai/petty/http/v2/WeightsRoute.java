package ai.petty.http.v2;

import ai.petty.http.Answers;
import ai.petty.http.StreamedJson;
import ai.petty.pets.Actor;
import ai.petty.pets.PetKeeping;
import ai.petty.pets.Weight;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** {@code /v2/pets/{pet_id}/weights}: what a pet weighed, day by day. */
public final class WeightsRoute {
    private final PetKeeping keeping;
    private final Function<RoutingContext, Actor> caller;

    public WeightsRoute(PetKeeping keeping, Function<RoutingContext, Actor> caller) {
        this.keeping = keeping;
        this.caller = caller;
    }

    public void list(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        keeping.weights(caller.apply(ctx), petId)
                .onSuccess(weights -> TaggedAnswer.send(ctx, "application/json", StreamedJson.of(json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("weights");
                    for (var weight : weights) {
                        object(json, weight);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })))
                .onFailure(ctx::fail);
    }

    /** The same day again is a correction. */
    public void add(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        var body = Caller.body(ctx);
        var weight = new Weight(Dates.of("/date", body.getString("date")), body.getFloat("weight_kg"));
        keeping.weigh(caller.apply(ctx), petId, weight)
                .onSuccess(noted -> {
                    var answer = StreamedJson.of(json -> object(json, noted));
                    Answers.made(ctx, 200, Optional.empty(), answer, answer.toString());
                })
                .onFailure(ctx::fail);
    }

    private static void object(JsonGenerator json, Weight weight) throws IOException {
        json.writeStartObject();
        json.writeStringField("date", weight.day().toString());
        StreamedJson.field(json, "weight_kg", weight.weightKg());
        json.writeEndObject();
    }
}
