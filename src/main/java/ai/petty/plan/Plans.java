package ai.petty.plan;

import ai.petty.pets.Actor;
import ai.petty.pets.Collar;
import ai.petty.pets.Pet;
import ai.petty.pets.PetKeeping;
import ai.petty.pets.Pets;
import ai.petty.pets.Weight;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/** Makes the plans of pets for those who may see them. All futures fail with a {@link ai.petty.problem.Refusal}. */
public final class Plans {
    private final Pets pets;
    private final PetKeeping keeping;
    private final ActivitySource activity;
    private final OpenAlerts alerts;
    private final InstantSource clock;

    public Plans(Pets pets, PetKeeping keeping, ActivitySource activity, OpenAlerts alerts, InstantSource clock) {
        this.pets = pets;
        this.keeping = keeping;
        this.activity = activity;
        this.alerts = alerts;
        this.clock = clock;
    }

    /**
     * A pet with its plan.
     *
     * @param alerts what its people are being warned of, in sentences
     */
    public record Planned(Pet pet, CarePlan plan, List<String> alerts) {}

    public Future<Planned> of(Actor caller, UUID petId) {
        return pets.find(caller.principal(), petId)
                .compose(pet -> keeping.weights(caller, petId).compose(weights -> plan(pet, weights)));
    }

    /** Of the pet that a collar is on; nobody in particular may ask for one of the demo household, which nobody weighs. */
    public Future<Planned> of(Actor caller, Collar.Pairing pairing) {
        return pairing.ofDemo()
                ? pets.find(caller, pairing).compose(pet -> plan(pet, List.of()))
                : of(caller, pairing.petId());
    }

    private Future<Planned> plan(Pet pet, List<Weight> weights) {
        var today = LocalDate.ofInstant(clock.instant(), ZoneId.of(pet.profile().timeZone()));
        return activity.observed(pet.petId())
                .compose(observed -> alerts.sentences(pet.petId())
                        .map(open -> new Planned(
                                pet, CarePlan.of(Subject.of(pet.profile(), weights, observed, today)), open)));
    }
}
