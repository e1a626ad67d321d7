package ai.petty.inference;

import ai.petty.inference.BehaviourSearch.Change;
import ai.petty.inference.BehaviourSearch.Moved;
import ai.petty.inference.BehaviourSearch.Stretch;
import ai.petty.inference.behaviour.Behaviour;
import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Parts of what was found of pets, as rows. */
final class BehaviourSearchRepository {
    private static final String COLUMNS = """
            e.pairing_id, e.from_t, e.behaviour, e.to_t, e.is_open, e.confidence, e.coverage, e.model, e.evidence""";

    /** Each pairing gives its own first rows, by its key: what is behind the page is not read. */
    private static final String PAGE = """
            select page.*
            from pairing
            cross join lateral (
                select %s
                from episode e
                where e.pairing_id = pairing.pairing_id and e.from_t >= $4 and e.from_t < $3 and e.to_t >= $2
                    and (e.from_t, e.pairing_id, e.behaviour) > ($5, $6, $7)
                order by e.from_t, e.behaviour
                limit $8) page
            where pairing.pet_id = $1 and pairing.valid_from < $3 and pairing.valid_to > $2
            order by page.from_t, page.pairing_id, page.behaviour
            limit $8""".formatted(COLUMNS);

    private static final String NEWEST = """
            select %s
            from episode e
            where e.pairing_id = $1 and e.from_t >= $4 and e.from_t < $3 and e.to_t >= $2
            order by e.from_t desc, e.behaviour desc
            limit $5""".formatted(COLUMNS);

    private static final String STRETCHES = """
            select e.from_t, e.to_t, e.is_open
            from pairing
            join episode e on e.pairing_id = pairing.pairing_id and e.from_t >= $4 and e.from_t < $3 and e.to_t >= $2
                and e.behaviour = $5
            where pairing.pet_id = $1 and pairing.valid_from < $3 and pairing.valid_to > $2
            order by e.from_t""";

    private static final String MOVED = """
            with best as (
                select distinct on (b.start_t) b.start_t, b.observed_s,
                    b.walking_s + b.running_s + b.playing_s as active_s
                from pairing
                join activity_bin b on b.pairing_id = pairing.pairing_id and b.start_t >= $3 and b.start_t < $4
                where pairing.pet_id = $1 and pairing.valid_from < $4 and pairing.valid_to > $3
                order by b.start_t, b.observed_s desc)
            select width_bucket(start_t, $2::timestamptz[]) as place, sum(active_s)::real as active_s,
                sum(observed_s)::real as observed_s
            from best
            group by 1""";

    private static final String FIRST_BIN = """
            select min(first.start_t) as start_t
            from pairing
            cross join lateral (
                select b.start_t from activity_bin b
                where b.pairing_id = pairing.pairing_id and b.start_t >= $2
                order by b.start_t
                limit 1) first
            where pairing.pet_id = $1""";

    /** No index knows when a row was last changed: one more would be written with every evaluation. */
    private static final Duration LATELY = Duration.ofDays(2);

    private static final String CHANGED = """
            select pairing.pet_id, %s, e.updated_at
            from pairing
            join episode e on e.pairing_id = pairing.pairing_id and e.from_t >= $3 and e.updated_at >= $2
            where pairing.pet_id = any($1) and pairing.valid_to > $3
            order by e.updated_at, e.from_t""".formatted(COLUMNS);

    private static final String GONE = """
            select pairing.pet_id, gone.pairing_id, gone.from_t, gone.behaviour, gone.gone_at
            from episode_gone gone
            join pairing on pairing.pairing_id = gone.pairing_id
            where gone.gone_at >= $2 and pairing.pet_id = any($1)
                and not exists (
                    select 1 from episode e
                    where e.pairing_id = gone.pairing_id and e.from_t = gone.from_t and e.behaviour = gone.behaviour)
            order by gone.gone_at""";

    private BehaviourSearchRepository() {}

    static Future<List<Episode>> page(
            SqlClient client, UUID petId, long from, long to, Optional<EpisodeId> after, int limit) {
        var first = after.map(EpisodeId::from).map(Micros::bound).orElse(reach(from));
        var parameters = Tuple.of(petId, Micros.bound(from), Micros.bound(to), first)
                .addOffsetDateTime(first)
                .addLong(after.map(EpisodeId::pairingId).orElse(0L))
                .addShort(after.map(id -> (short) id.behaviour().code()).orElse((short) 0))
                .addInteger(limit);
        return client.preparedQuery(PAGE).execute(parameters).map(BehaviourSearchRepository::episodes);
    }

    static Future<List<Episode>> newest(SqlClient client, long pairingId, long from, long to, int most) {
        return client.preparedQuery(NEWEST)
                .execute(Tuple.of(pairingId, Micros.bound(from), Micros.bound(to), reach(from), most))
                .map(rows -> episodes(rows).reversed());
    }

    private static List<Episode> episodes(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(BehaviourRepository::episode)
                .toList();
    }

    /** An episode that reaches into the time begins at most the longest one's length before it. */
    private static OffsetDateTime reach(long from) {
        return Micros.bound(from).minus(Episode.LONGEST);
    }

    static Future<List<Stretch>> stretches(SqlClient client, UUID petId, Behaviour behaviour, long from, long to) {
        return client.preparedQuery(STRETCHES)
                .execute(Tuple.of(petId, Micros.bound(from), Micros.bound(to), reach(from), (short) behaviour.code()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Stretch(time(row, "from_t"), time(row, "to_t"), row.getBoolean("is_open")))
                        .toList());
    }

    static Future<List<Moved>> moved(SqlClient client, UUID petId, OffsetDateTime[] bounds) {
        return client.preparedQuery(MOVED)
                .execute(Tuple.tuple()
                        .addUUID(petId)
                        .addArrayOfOffsetDateTime(bounds)
                        .addOffsetDateTime(bounds[0])
                        .addOffsetDateTime(bounds[bounds.length - 1]))
                .map(rows -> {
                    var sums = new ArrayList<Moved>();
                    for (var i = 0; i < bounds.length - 1; i++) {
                        sums.add(new Moved(0, 0));
                    }
                    rows.forEach(row -> sums.set(
                            row.getInteger("place") - 1,
                            new Moved(row.getFloat("active_s"), row.getFloat("observed_s"))));
                    return sums;
                });
    }

    static Future<Optional<Long>> firstBin(SqlClient client, UUID petId, long from) {
        return client.preparedQuery(FIRST_BIN)
                .execute(Tuple.of(petId, Micros.bound(from)))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime("start_t"))
                        .map(Micros::of));
    }

    static Future<List<Change>> changedSince(SqlClient client, UUID[] petIds, OffsetDateTime since) {
        return client.preparedQuery(GONE)
                .execute(Tuple.of(petIds, since))
                .compose(gone -> client.preparedQuery(CHANGED)
                        .execute(Tuple.of(petIds, since, since.minus(LATELY)))
                        .map(changed -> {
                            var changes = new ArrayList<Change>();
                            gone.forEach(row -> changes.add(new Change(
                                    row.getUUID("pet_id"),
                                    new EpisodeId(
                                            row.getLong("pairing_id"),
                                            Behaviour.ofCode(row.getShort("behaviour"))
                                                    .orElseThrow(),
                                            time(row, "from_t")),
                                    Optional.empty(),
                                    time(row, "gone_at"))));
                            changed.forEach(row -> changes.add(change(row)));
                            return changes;
                        }));
    }

    private static Change change(Row row) {
        var episode = BehaviourRepository.episode(row);
        return new Change(row.getUUID("pet_id"), episode.id(), Optional.of(episode), time(row, "updated_at"));
    }

    static Future<Void> noteGone(SqlClient transaction, List<EpisodeId> gone) {
        return transaction
                .preparedQuery("""
                        insert into episode_gone (pairing_id, from_t, behaviour)
                        select * from unnest($1::bigint[], $2::timestamptz[], $3::smallint[])
                        on conflict (pairing_id, from_t, behaviour) do update set gone_at = now()""")
                .execute(Tuple.tuple()
                        .addArrayOfLong(gone.stream().map(EpisodeId::pairingId).toArray(Long[]::new))
                        .addArrayOfOffsetDateTime(gone.stream()
                                .map(EpisodeId::from)
                                .map(Micros::bound)
                                .toArray(OffsetDateTime[]::new))
                        .addArrayOfShort(gone.stream()
                                .map(id -> (short) id.behaviour().code())
                                .toArray(Short[]::new)))
                .mapEmpty();
    }

    static Future<Void> forgetGone(SqlClient client, OffsetDateTime before) {
        return client.preparedQuery("delete from episode_gone where gone_at < $1")
                .execute(Tuple.of(before))
                .mapEmpty();
    }

    private static long time(Row row, String column) {
        return Micros.of(row.getOffsetDateTime(column));
    }
}
