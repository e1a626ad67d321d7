package ai.petty.feedback;

import ai.petty.inference.Behaviours;
import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.pets.Actor;
import ai.petty.pets.Pets;
import ai.petty.pets.Role;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Finds the event that somebody means, among those that they may see. */
final class Events {
    private final Database database;
    private final Pets pets;
    private final Behaviours behaviours;

    Events(Database database, Pets pets, Behaviours behaviours) {
        this.database = database;
        this.pets = pets;
        this.behaviours = behaviours;
    }

    /** An event of a pet. */
    record Found(UUID petId, Episode episode) {}

    /** Whatever pet it is of; empty where it is none, or of a pet that is not theirs to see. */
    Future<Optional<Found>> find(Actor caller, String eventId) {
        var id = EpisodeId.parse(eventId);
        if (id.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return database.ask(pool -> FeedbackRepository.petOf(pool, id.get().pairingId()))
                .compose(pet -> pet.map(petId -> mayLook(caller, petId)
                                .compose(may -> may ? find(petId, id.get()) : Future.succeededFuture(Optional.empty())))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private Future<Boolean> mayLook(Actor caller, UUID petId) {
        return pets.require(caller.principal(), petId, Role.VIEWER)
                .map(standing -> true)
                .recover(cause -> cause instanceof Refusal refusal && refusal.kind() == Refusal.Kind.NOT_FOUND
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(cause));
    }

    /** Of this pet: the caller has been asked before. */
    Future<Optional<Found>> find(UUID petId, EpisodeId id) {
        return behaviours
                .find(petId, id)
                .compose(found -> found.isPresent() ? Future.succeededFuture(found) : successor(petId, id))
                .map(found -> found.map(episode -> new Found(petId, episode)));
    }

    /** An app may still show a name that late readings have taken away: the same behaviour that now holds at its begin. */
    private Future<Optional<Episode>> successor(UUID petId, EpisodeId gone) {
        return behaviours
                .episodes(petId, gone.from(), gone.from() + 1)
                .map(found -> found.stream()
                        .filter(one -> one.id().pairingId() == gone.pairingId()
                                && one.behaviour() == gone.behaviour()
                                && one.from() <= gone.from()
                                && gone.from() <= one.to())
                        .findFirst());
    }
}
