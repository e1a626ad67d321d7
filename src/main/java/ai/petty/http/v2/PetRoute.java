package ai.petty.http.v2;

import ai.petty.http.Answers;
import ai.petty.http.StreamedJson;
import ai.petty.pets.Actor;
import ai.petty.pets.Pet;
import ai.petty.pets.PetKeeping;
import ai.petty.pets.Pets;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.function.Function;

/** {@code POST /v2/pets} and {@code /v2/pets/{pet_id}}: one pet, and what its people say of it. */
public final class PetRoute {
    private final Pets pets;
    private final PetKeeping keeping;
    private final Function<RoutingContext, Actor> caller;

    public PetRoute(Pets pets, PetKeeping keeping, Function<RoutingContext, Actor> caller) {
        this.pets = pets;
        this.keeping = keeping;
        this.caller = caller;
    }

    public void create(RoutingContext ctx) {
        keeping.add(caller.apply(ctx), PetJson.profile(Caller.body(ctx)))
                .onSuccess(pet -> Created.send(ctx, "/v2/pets/" + pet.petId(), shape(pet)))
                .onFailure(ctx::fail);
    }

    public void get(RoutingContext ctx) {
        pets.find(caller.apply(ctx).principal(), petId(ctx))
                .onSuccess(pet -> TaggedAnswer.send(ctx, "application/json", shape(pet)))
                .onFailure(ctx::fail);
    }

    public void change(RoutingContext ctx) {
        var body = Caller.body(ctx);
        keeping.change(caller.apply(ctx), petId(ctx), before -> PetJson.changed(before, body))
                .onSuccess(pet -> Answers.json(ctx, 200, shape(pet)))
                .onFailure(ctx::fail);
    }

    public void delete(RoutingContext ctx) {
        keeping.delete(caller.apply(ctx), petId(ctx))
                .onSuccess(gone -> Created.nothing(ctx))
                .onFailure(ctx::fail);
    }

    private static UUID petId(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        return petId;
    }

    private static Buffer shape(Pet pet) {
        return StreamedJson.of(json -> PetJson.object(json, pet));
    }
}
