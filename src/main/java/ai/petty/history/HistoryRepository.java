package ai.petty.history;

import ai.petty.ingest.CommitListener.Stored;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.pgclient.data.Interval;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Questions about what one pet's collars have sent. Each names its time twice: once as bare parameters, by which
 * PostgreSQL leaves out the partitions that cannot matter, and once as the pairing's own time.
 */
final class HistoryRepository {
    private static final String OF_ITS_PAIRING = "r.t >= pairing.valid_from and r.t < pairing.valid_to";

    private static final String NEWEST = """
            select %1$s, collar.serial
            from pairing
            join collar on collar.collar_id = pairing.collar_id
            cross join lateral (
                select %1$s
                from reading r
                where r.pairing_id = pairing.pairing_id and r.t >= $2 and r.t < $3 and %2$s
                order by r.t desc, r.n desc
                limit 1) r
            where pairing.pet_id = $1 and pairing.valid_from < $3 and pairing.valid_to > $2
            order by r.t desc, r.n desc, r.pairing_id desc
            limit 1""".formatted(ReadingRow.COLUMNS, OF_ITS_PAIRING);

    private static final String NEWEST_WITH_POSITION = """
            select %1$s
            from pairing
            cross join lateral (
                select %1$s
                from reading r
                where r.pairing_id = pairing.pairing_id and r.t >= $2 and r.t < $3 and %2$s
                    and r.lat_e6 is not null and r.lon_e6 is not null
                order by r.t desc, r.n desc
                limit 1) r
            where pairing.pet_id = $1 and pairing.valid_from < $3 and pairing.valid_to > $2
            order by r.t desc, r.n desc, r.pairing_id desc
            limit 1""".formatted(ReadingRow.COLUMNS, OF_ITS_PAIRING);

    // coalesce() asks its second question only when the first has no answer.
    private static final String REALTIME = """
            with newest as materialized (
                select r.t, r.hr, r.activity, r.lat_e6, r.lon_e6, r.accuracy_m
                from reading r
                where r.pairing_id = $1 and r.t >= $2 and r.t < $3
                order by r.t desc, r.n desc
                limit 1)
            select newest.t,
                coalesce(newest.hr, (
                    select r.hr
                    from reading r
                    where r.pairing_id = $1 and r.t >= $2 and r.t < $3 and r.t >= newest.t - interval '24 hours'
                        and r.hr is not null
                    order by r.t desc, r.n desc
                    limit 1)) as hr,
                coalesce(newest.activity, (
                    select r.activity
                    from reading r
                    where r.pairing_id = $1 and r.t >= $2 and r.t < $3 and r.t >= newest.t - interval '24 hours'
                        and r.activity is not null
                    order by r.t desc, r.n desc
                    limit 1)) as activity,
                fix.t as fix_t, fix.lat_e6, fix.lon_e6, fix.accuracy_m
            from newest
            left join lateral (
                select r.t, r.lat_e6, r.lon_e6, r.accuracy_m
                from reading r
                where r.pairing_id = $1 and r.t >= $2 and r.t < $3 and r.t >= newest.t - interval '24 hours'
                    and r.lat_e6 is not null and r.lon_e6 is not null
                order by r.t desc, r.n desc
                limit 1) fix on true""";

    private static final String PAGE = """
            select %1$s
            from pairing
            cross join lateral (
                select %1$s
                from reading r
                where r.pairing_id = pairing.pairing_id and r.t >= $2 and r.t < $3 and %2$s
                    and (r.t, r.n, r.pairing_id) > ($4, $5, $6)
                order by r.t, r.n
                limit $7) r
            where pairing.pet_id = $1 and pairing.valid_from < $3 and pairing.valid_to > $2
            order by r.t, r.n, r.pairing_id
            limit $7""".formatted(ReadingRow.COLUMNS, OF_ITS_PAIRING);

    private static final String SUMMARIES = """
            select date_bin($4, r.t, timestamptz 'epoch') as bin, count(*) as readings,
                avg(r.hr) as hr_mean, min(r.hr) as hr_min, max(r.hr) as hr_max, avg(r.br) as br_mean,
                avg(r.activity)::float8 as activity_mean, avg(r.temperature_c) as temperature_c_mean,
                min(r.battery_pct) as battery_pct_min
            from pairing
            join reading r on r.pairing_id = pairing.pairing_id and r.t >= $2 and r.t < $3 and %s
            where pairing.pet_id = $1 and pairing.valid_from < $3 and pairing.valid_to > $2
            group by bin
            order by bin
            limit $5""".formatted(OF_ITS_PAIRING);

    private static final String FIXES = """
            select r.t, r.lat_e6, r.lon_e6, r.accuracy_m
            from pairing
            cross join lateral (
                select r.t, r.n, r.lat_e6, r.lon_e6, r.accuracy_m
                from reading r
                where r.pairing_id = pairing.pairing_id and r.t >= $2 and r.t < $3 and %s
                    and r.lat_e6 is not null and r.lon_e6 is not null
                order by r.t, r.n
                limit $4) r
            where pairing.pet_id = $1 and pairing.valid_from < $3 and pairing.valid_to > $2
            order by r.t, r.n, pairing.pairing_id
            limit $4""".formatted(OF_ITS_PAIRING);

    private static final String NEWER_OF_MANY = """
            select %1$s, pairing.pet_id
            from unnest($1::uuid[], $2::timestamptz[], $3::int[]) as watched (pet_id, t, n)
            join pairing on pairing.pet_id = watched.pet_id and pairing.valid_to > watched.t
            cross join lateral (
                select %1$s
                from reading r
                where r.pairing_id = pairing.pairing_id and r.t >= $4 and r.t < $5 and %2$s
                    and (r.t, r.n) > (watched.t, watched.n)
                order by r.t desc, r.n desc
                limit $6) r
            order by r.t, r.n""".formatted(ReadingRow.COLUMNS, OF_ITS_PAIRING);

    private static final String MISSED = """
            select count(*)
            from (
                select 1
                from pairing
                join reading r on r.pairing_id = pairing.pairing_id and r.t >= $2 and r.t < $3 and %s
                    and (r.t, r.n) > ($4, $5)
                where pairing.pet_id = $1 and pairing.valid_from < $3 and pairing.valid_to > $2
                limit $6) missed""".formatted(OF_ITS_PAIRING);

    private static final String PAIRINGS = """
            select pairing.pairing_id
            from pairing
            where pairing.pet_id = $1 and pairing.valid_to > $2""";

    private final Database database;

    HistoryRepository(Database database) {
        this.database = database;
    }

    /** A reading of a pet, and whose it is. */
    record Newest(Stored stored, String serial) {}

    Future<Optional<Newest>> newest(UUID petId, TimeRange range) {
        return ask(
                NEWEST,
                of(petId, range),
                rows -> first(rows, row -> new Newest(ReadingRow.of(row), row.getString(12))));
    }

    Future<Optional<Fix>> newestFix(UUID petId, TimeRange range) {
        return ask(NEWEST_WITH_POSITION, of(petId, range), rows -> first(rows, ReadingRow::of))
                .map(found -> found.flatMap(stored -> Fix.of(stored.reading())));
    }

    Future<Optional<Realtime>> realtime(long pairingId, TimeRange range) {
        return ask(
                REALTIME,
                Tuple.of(pairingId, Micros.bound(range.from()), Micros.bound(range.to())),
                rows -> first(rows, HistoryRepository::realtime));
    }

    private static Realtime realtime(Row row) {
        var position = row.getOffsetDateTime("fix_t") == null ? Optional.<Fix>empty() : Optional.of(fix(row, "fix_t"));
        return new Realtime(
                Micros.of(row.getOffsetDateTime("t")), row.getFloat("hr"), row.getShort("activity"), position);
    }

    /** The first {@code limit} readings behind {@code after}, in the order of (t, n, pairing). */
    Future<List<Stored>> page(UUID petId, TimeRange range, Cursor after, int limit) {
        var parameters = of(petId, range)
                .addValue(Micros.bound(after.t()))
                .addInteger(after.n())
                .addLong(after.pairingId())
                .addInteger(limit);
        return ask(PAGE, parameters, rows -> all(rows, ReadingRow::of));
    }

    Future<List<Summary>> summaries(UUID petId, TimeRange range, Duration width, int limit) {
        return ask(
                SUMMARIES,
                of(petId, range).addValue(Interval.of(width)).addInteger(limit),
                rows -> all(rows, HistoryRepository::summary));
    }

    private static Summary summary(Row row) {
        return new Summary(
                Micros.of(row.getOffsetDateTime("bin")),
                row.getLong("readings"),
                row.getDouble("hr_mean"),
                row.getFloat("hr_min"),
                row.getFloat("hr_max"),
                row.getDouble("br_mean"),
                row.getDouble("activity_mean"),
                row.getDouble("temperature_c_mean"),
                row.getFloat("battery_pct_min"));
    }

    Future<List<Fix>> fixes(UUID petId, TimeRange range, int limit) {
        return ask(FIXES, of(petId, range).addInteger(limit), rows -> all(rows, row -> fix(row, "t")));
    }

    private static Fix fix(Row row, String time) {
        return new Fix(
                Micros.of(row.getOffsetDateTime(time)),
                row.getInteger("lat_e6"),
                row.getInteger("lon_e6"),
                row.getFloat("accuracy_m"));
    }

    /** How many readings there are behind (t, n), counted up to {@code most}. */
    Future<Long> missed(UUID petId, TimeRange range, long t, int n, int most) {
        var parameters =
                of(petId, range).addValue(Micros.bound(t)).addInteger(n).addInteger(most);
        return ask(MISSED, parameters, rows -> rows.iterator().next().getLong(0));
    }

    Future<Long> count(long pairingId, TimeRange range, int most) {
        return ask(
                """
                select count(*) from (
                    select 1 from reading where pairing_id = $1 and t >= $2 and t < $3 limit $4) counted""",
                Tuple.of(pairingId, Micros.bound(range.from()), Micros.bound(range.to()), most),
                rows -> rows.iterator().next().getLong(0));
    }

    /** For each pet and collar the newest readings in {@code range} that are newer than what is known of the pet. */
    Future<List<NewerOfPet>> newer(List<Watched> watched, TimeRange range, int mostOfEach) {
        var parameters = Tuple.of(
                watched.stream().map(Watched::petId).toArray(UUID[]::new),
                watched.stream().map(one -> Micros.bound(one.t())).toArray(OffsetDateTime[]::new),
                watched.stream().map(Watched::n).toArray(Integer[]::new),
                Micros.bound(range.from()),
                Micros.bound(range.to()),
                mostOfEach);
        return ask(
                NEWER_OF_MANY,
                parameters,
                rows -> all(rows, row -> new NewerOfPet(row.getUUID(12), ReadingRow.of(row))));
    }

    /** The pairings of a pet whose time had not ended at {@code t}. */
    Future<List<Long>> pairings(UUID petId, long t) {
        return ask(PAIRINGS, Tuple.of(petId, Micros.bound(t)), rows -> all(rows, row -> row.getLong(0)));
    }

    private static Tuple of(UUID petId, TimeRange range) {
        return Tuple.tuple()
                .addUUID(petId)
                .addOffsetDateTime(Micros.bound(range.from()))
                .addOffsetDateTime(Micros.bound(range.to()));
    }

    private <T> Future<T> ask(String sql, Tuple parameters, Function<RowSet<Row>, T> answer) {
        return database.ask(pool -> pool.preparedQuery(sql).execute(parameters).map(answer));
    }

    private static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> map) {
        var all = rows.iterator();
        return all.hasNext() ? Optional.of(map.apply(all.next())) : Optional.empty();
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> map) {
        var all = new ArrayList<T>(rows.size());
        rows.forEach(row -> all.add(map.apply(row)));
        return all;
    }
}
