package ai.petty.feedback;

import ai.petty.inference.Behaviours;
import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a pet's people have said, for whoever shows its events. */
public final class Corrections {
    private static final int MOST = 10_000;

    private final Database database;
    private final Behaviours behaviours;

    public Corrections(Database database) {
        this.database = database;
        this.behaviours = new Behaviours(database);
    }

    /**
     * What is to be shown with these events of a pet. A verdict on a name that is gone is shown with the event of its pairing that now
     * overlaps it most, whether that is among them or not.
     *
     * @param shown events of this pet, as {@link Behaviours#episodes} gives them
     */
    public Future<Map<EpisodeId, Correction>> of(UUID petId, Collection<Episode> shown) {
        if (shown.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        var from = shown.stream().mapToLong(Episode::from).min().orElseThrow();
        var to = shown.stream().mapToLong(Episode::to).max().orElseThrow();
        return said(petId, from, to).compose(said -> {
            var known = shown.stream().map(Episode::id).collect(Collectors.toSet());
            var strangers =
                    said.stream().filter(one -> !known.contains(one.event())).toList();
            return strangers.isEmpty()
                    ? Future.succeededFuture(Aliases.shown(said, shown))
                    : around(petId, strangers, from, to).map(all -> only(known, Aliases.shown(said, all)));
        });
    }

    /** As {@link #of(UUID, Collection)}, of all events of a time; microseconds since 1970 UTC. Where nothing was said no event is asked for. */
    public Future<Map<EpisodeId, Correction>> of(UUID petId, long from, long to) {
        return said(petId, from, to)
                .compose(said -> said.isEmpty()
                        ? Future.succeededFuture(Map.of())
                        : around(petId, said, from, to).map(all -> Aliases.shown(said, all)));
    }

    private static Map<EpisodeId, Correction> only(
            Collection<EpisodeId> known, Map<EpisodeId, Correction> corrections) {
        return corrections.entrySet().stream()
                .filter(entry -> known.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Everything that a verdict on one of these could be shown with. */
    private Future<List<Episode>> around(UUID petId, List<Aliases.Said> said, long from, long to) {
        var first = said.stream().mapToLong(one -> one.event().from()).min().orElseThrow();
        var last = said.stream().mapToLong(Aliases.Said::to).max().orElseThrow();
        return behaviours.episodes(petId, Math.min(first, from), Math.max(last, to) + 1);
    }

    private Future<List<Aliases.Said>> said(UUID petId, long from, long to) {
        var longest = Episode.LONGEST.toNanos() / 1_000;
        return database.ask(pool -> pool.preparedQuery("""
                        select pairing_id, behaviour, from_t, to_t, verdict, corrected, given_at
                        from feedback
                        where pet_id = $1 and from_t >= $4 and from_t <= $3 and to_t >= $2 and verdict <> 'unclear'
                        order by given_at desc
                        limit $5""")
                .execute(Tuple.of(petId, Micros.bound(from), Micros.bound(to), Micros.bound(from - longest), MOST))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Corrections::said)
                        .toList()));
    }

    private static Aliases.Said said(Row row) {
        var correction = new Correction(
                FeedbackRepository.episodeId(row),
                Verdict.of(row.getString("verdict")),
                Optional.ofNullable(row.getString("corrected")),
                Micros.of(row.getOffsetDateTime("given_at")));
        return new Aliases.Said(correction, Micros.of(row.getOffsetDateTime("to_t")));
    }
}
