package ai.petty.http.v2;

import ai.petty.http.StreamedJson;
import ai.petty.pets.Actor;
import ai.petty.pets.Pet;
import ai.petty.pets.Pets;
import ai.petty.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** {@code GET /v2/pets}: the pets that the caller may see. */
public final class PetsRoute implements Handler<RoutingContext> {
    private static final int MOST = 1_000;

    private final Pets pets;
    private final Function<RoutingContext, Actor> caller;

    public PetsRoute(Pets pets, Function<RoutingContext, Actor> caller) {
        this.pets = pets;
        this.caller = caller;
    }

    @Override
    public void handle(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var limit = parameters.limit(MOST, MOST);
        var after = parameters.text("cursor").map(PetsRoute::cursor);
        parameters.check();
        pets.visibleTo(caller.apply(ctx).principal(), after, limit + 1)
                .onSuccess(found -> TaggedAnswer.send(ctx, "application/json", shape(found, limit)))
                .onFailure(ctx::fail);
    }

    /** The page after this one starts behind the last pet of it. */
    private static UUID cursor(String text) {
        try {
            var petId = UUID.fromString(text);
            if (petId.toString().equals(text)) {
                return petId;
            }
        } catch (IllegalArgumentException e) {
            // refused below, like any other that this route has not made
        }
        throw Refusal.of(Refusal.Kind.INVALID, "cursor.invalid", "The cursor is not one of this question's.");
    }

    private static Buffer shape(List<Pet> found, int limit) {
        var told = found.subList(0, Math.min(limit, found.size()));
        var next = found.size() > limit ? Optional.of(told.getLast().petId()) : Optional.<UUID>empty();
        return StreamedJson.of(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("pets");
            for (var pet : told) {
                PetJson.object(json, pet);
            }
            json.writeEndArray();
            if (next.isPresent()) {
                json.writeStringField("next_cursor", next.get().toString());
            }
            json.writeEndObject();
        });
    }
}
