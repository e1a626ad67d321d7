package ai.petty.inference;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * As {@link Behaviours}, for questions that are about part of what was found only: a page, sums, what has changed. Times are
 * microseconds since 1970 UTC.
 */
public final class BehaviourSearch {
    private final Database database;

    public BehaviourSearch(Database database) {
        this.database = database;
    }

    /**
     * Episodes that lie at least partly in the time from {@code from} to {@code to}, in the order of (begin, pairing, behaviour).
     *
     * @param after where the page before ended; empty for the first
     */
    public Future<List<Episode>> page(UUID petId, long from, long to, Optional<EpisodeId> after, int limit) {
        return database.ask(pool -> BehaviourSearchRepository.page(pool, petId, from, to, after, limit));
    }

    /** Those of one pairing's episodes in that time that began last, by their begin. */
    public Future<List<Episode>> newest(long pairingId, long from, long to, int most) {
        return database.ask(pool -> BehaviourSearchRepository.newest(pool, pairingId, from, to, most));
    }

    /** A time in which a pet did one thing. */
    public record Stretch(long from, long to, boolean isOpen) {}

    /** When a pet did one thing, by the begin; of a pet with two collars perhaps twice. */
    public Future<List<Stretch>> stretches(UUID petId, Behaviour behaviour, long from, long to) {
        return database.ask(pool -> BehaviourSearchRepository.stretches(pool, petId, behaviour, from, to));
    }

    /** How long a pet is known to have moved: seconds in which it walked, ran or played, and seconds observed. */
    public record Moved(float activeS, float observedS) {}

    /**
     * Sums of the quarters of an hour between each bound and the next, one fewer than there are bounds; of two collars at the same
     * time the one that saw more of a quarter counts.
     *
     * @param bounds ascending
     */
    public Future<List<Moved>> moved(UUID petId, List<Long> bounds) {
        return database.ask(pool -> BehaviourSearchRepository.moved(
                pool, petId, bounds.stream().map(Micros::bound).toArray(OffsetDateTime[]::new)));
    }

    /** When the first quarter of an hour began of which something is known, from {@code from} on. */
    public Future<Optional<Long>> firstBin(UUID petId, long from) {
        return database.ask(pool -> BehaviourSearchRepository.firstBin(pool, petId, from));
    }

    /** An episode that is new or not as it was; without one, it is no more. */
    public record Change(UUID petId, EpisodeId id, Optional<Episode> episode, long changedAt) {}

    /** What has changed since a time of these pets' episodes that began not long before, whichever process found it. */
    public Future<List<Change>> changedSince(Collection<UUID> petIds, long since) {
        return database.ask(
                pool -> BehaviourSearchRepository.changedSince(pool, petIds.toArray(UUID[]::new), Micros.bound(since)));
    }

    /** Notes, in the evaluation's own transaction, what is no more, for {@link #changedSince}. */
    public static Future<Void> noteGone(SqlConnection transaction, Collection<EpisodeId> gone) {
        return gone.isEmpty()
                ? Future.succeededFuture()
                : BehaviourSearchRepository.noteGone(transaction, List.copyOf(gone));
    }

    /** Forgets what was gone before {@code before}. */
    public Future<Void> forgetGone(long before) {
        return database.ask(pool -> BehaviourSearchRepository.forgetGone(pool, Micros.bound(before)));
    }
}
