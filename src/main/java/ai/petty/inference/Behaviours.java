package ai.petty.inference;

import ai.petty.inference.behaviour.Bin;
import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.store.Database;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads back what was found of a pet; whether the caller may see the pet has been asked before. Times are microseconds since 1970
 * UTC. Where a pet has worn two collars at the same time there is something of each.
 */
public final class Behaviours {
    private final Database database;

    public Behaviours(Database database) {
        this.database = database;
    }

    /** Episodes that lie at least partly in the time from {@code from} (inclusive) to {@code to} (exclusive), by their begin. */
    public Future<List<Episode>> episodes(UUID petId, long from, long to) {
        return database.ask(pool -> BehaviourRepository.episodes(pool, petId, from, to));
    }

    /** The episode of this name, when it is this pet's and still is one. */
    public Future<Optional<Episode>> find(UUID petId, EpisodeId id) {
        return database.ask(pool -> BehaviourRepository.find(pool, petId, id));
    }

    /** The quarters of an hour that begin from {@code from} (inclusive) to {@code to} (exclusive), in order. */
    public Future<List<Bin>> bins(UUID petId, long from, long to) {
        return database.ask(pool -> BehaviourRepository.bins(pool, petId, from, to));
    }
}
