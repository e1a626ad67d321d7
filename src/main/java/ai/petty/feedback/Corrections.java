package ai.petty.feedback;

import ai.petty.inference.Behaviours;
import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** What a pet's people have said, for whoever shows its events. */
public final class Corrections {
    private static final int MOST = 10_000;

    private final Database database;
    private final Behaviours behaviours;
    private final InstantSource clock;

    public Corrections(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.behaviours = new Behaviours(database);
    }

    /**
     * What is to be shown with the events of a time, said by those who may see the pet. A verdict on a name that is gone is shown with
     * what has become of it; where nothing was said no event is asked for.
     *
     * @param from microseconds since 1970 UTC, and {@code to}
     */
    public Future<Map<EpisodeId, Correction>> of(UUID petId, long from, long to) {
        return said(petId, from, to)
                .compose(said -> said.isEmpty()
                        ? Future.succeededFuture(Map.of())
                        : around(petId, said, from, to).map(all -> Aliases.shown(said, all)));
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
                        select pairing_id, behaviour, from_t, to_t, verdict, corrected, given_at,
                            account_id is null or role in ('owner', 'carer') as of_keeper
                        from feedback left join member using (pet_id, account_id)
                        where pet_id = $1 and from_t >= $4 and from_t <= $3 and to_t >= $2 and verdict <> 'unclear'
                            and (account_id is null or expires_at > $6)
                        order by given_at desc
                        limit $5""")
                .execute(Tuple.of(
                        petId,
                        Micros.bound(from),
                        Micros.bound(to),
                        Micros.bound(from - longest),
                        MOST,
                        Micros.bound(Micros.of(clock.instant()))))
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
        return new Aliases.Said(correction, Micros.of(row.getOffsetDateTime("to_t")), row.getBoolean("of_keeper"));
    }
}
