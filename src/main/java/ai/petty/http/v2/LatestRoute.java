package ai.petty.http.v2;

import ai.petty.history.Fix;
import ai.petty.history.History;
import ai.petty.history.Latest;
import ai.petty.http.StreamedJson;
import ai.petty.pets.Actor;
import ai.petty.pets.Pets;
import ai.petty.problem.Refusal;
import ai.petty.store.Micros;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** {@code GET /v2/pets/{pet_id}/latest}: how the pet is now. */
public final class LatestRoute implements Handler<RoutingContext> {
    private final Pets pets;
    private final History history;
    private final InstantSource clock;
    private final Function<RoutingContext, Actor> caller;

    public LatestRoute(Pets pets, History history, InstantSource clock, Function<RoutingContext, Actor> caller) {
        this.pets = pets;
        this.history = history;
        this.clock = clock;
        this.caller = caller;
    }

    @Override
    public void handle(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        pets.look(caller.apply(ctx), petId)
                .compose(standing -> history.latest(petId, standing.view()))
                .map(latest -> latest.orElseThrow(LatestRoute::none))
                .onSuccess(latest -> TaggedAnswer.send(ctx, "application/json", shape(petId, latest), state(latest)))
                .onFailure(ctx::fail);
    }

    private static Refusal none() {
        return Refusal.of(Refusal.Kind.NOT_FOUND, "reading.none", "This pet has no readings yet.");
    }

    private Buffer shape(UUID petId, Latest latest) {
        return StreamedJson.of(json -> {
            json.writeStartObject();
            json.writeStringField("pet_id", petId.toString());
            json.writeStringField("collar_id", latest.serial());
            json.writeFieldName("reading");
            ReadingJson.object(json, latest.newest().reading());
            Optional<Fix> position = latest.position();
            if (position.isPresent()) {
                json.writeFieldName("position");
                ReadingJson.object(json, position.get());
            }
            json.writeStringField(
                    "received_at", StreamedJson.instant(latest.newest().receivedAt()));
            json.writeStringField("server_time", StreamedJson.instant(Micros.of(clock.instant())));
            json.writeEndObject();
        });
    }

    /** Everything but the server's time. */
    private static Buffer state(Latest latest) {
        return Buffer.buffer(latest.toString());
    }
}
