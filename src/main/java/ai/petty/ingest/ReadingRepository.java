package ai.petty.ingest;

import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements that store readings and motion. Each is one round trip and one transaction. */
final class ReadingRepository {
    /**
     * The oldest new time of every pairing that a group touches; skipped where the mark is older already, so that a
     * steady stream of readings costs a look and not a write.
     */
    private static final String MARK = """
            with mark as (
                update pairing set dirty_from = touched.t
                from (
                    select pairing_id, timestamptz 'epoch' + t * interval '1 microsecond' as t
                    from unnest($1::bigint[], $2::bigint[]) as touched(pairing_id, t)
                ) touched
                where pairing.pairing_id = touched.pairing_id
                  and (pairing.dirty_from is null or pairing.dirty_from > touched.t)
            )""";

    private static final String INSERT_READINGS = """
            insert into reading (pairing_id, t, received_at, n, lat_e6, lon_e6, hr, br, accuracy_m, temperature_c,
                                 battery_pct, skew_ms, activity, writer)
            select pairing_id, timestamptz 'epoch' + t * interval '1 microsecond',
                   $3::timestamptz, n, lat_e6, lon_e6, hr, br, accuracy_m, temperature_c, battery_pct, skew_ms, activity,
                   $4::smallint
            from unnest($5::bigint[], $6::bigint[], $7::integer[], $8::integer[], $9::integer[], $10::real[],
                        $11::real[], $12::real[], $13::real[], $14::real[], $15::integer[], $16::smallint[])
                 as r(pairing_id, t, n, lat_e6, lon_e6, hr, br, accuracy_m, temperature_c, battery_pct, skew_ms, activity)
            on conflict do nothing""";

    private static final String STORE_READINGS = MARK + "\n" + INSERT_READINGS;

    private static final String STORE_BOTH = MARK + """
            , stored_motion as (
                insert into motion (pairing_id, t0, received_at, writer, rate_hz, acc_scale, gyro_scale, samples)
                select pairing_id, timestamptz 'epoch' + t0 * interval '1 microsecond',
                       $3::timestamptz, $4::smallint, rate_hz, acc_scale, gyro_scale, samples
                from unnest($17::bigint[], $18::bigint[], $19::real[], $20::real[], $21::real[], $22::bytea[])
                     as m(pairing_id, t0, rate_hz, acc_scale, gyro_scale, samples)
                on conflict do nothing
                returning 1
            ), stored_readings as (
            """ + INSERT_READINGS + """

                returning 1
            )
            select (select count(*) from stored_readings) + (select count(*) from stored_motion) as stored""";

    /** The limit keeps it a look-up for each key: no other plan is ever better on a partitioned table. */
    private static final String FIND_READINGS = """
            select asked.i, stored.*
            from unnest($1::bigint[], $2::bigint[], $3::integer[]) with ordinality as asked(pairing_id, t, n, i)
            cross join lateral (
                select lat_e6, lon_e6, hr, br, accuracy_m, temperature_c, battery_pct, activity, writer,
                       (extract(epoch from received_at) * 1000000)::bigint as received_at
                from reading
                where reading.pairing_id = asked.pairing_id
                  and reading.t = timestamptz 'epoch' + asked.t * interval '1 microsecond'
                  and reading.n = asked.n
                limit 1
            ) stored""";

    private static final String FIND_MOTION = """
            select asked.i, stored.*
            from unnest($1::bigint[], $2::bigint[]) with ordinality as asked(pairing_id, t0, i)
            cross join lateral (
                select rate_hz, acc_scale, gyro_scale, samples, writer,
                       (extract(epoch from received_at) * 1000000)::bigint as received_at
                from motion
                where motion.pairing_id = asked.pairing_id
                  and motion.t0 = timestamptz 'epoch' + asked.t0 * interval '1 microsecond'
                limit 1
            ) stored""";

    private static final String TAKE_NUMBER = "select nextval('writer_number')::smallint as number";

    private final Database database;
    private final short writer;

    private ReadingRepository(Database database, short writer) {
        this.database = database;
        this.writer = writer;
    }

    /** Takes the number by which this process will know its own rows. */
    static Future<ReadingRepository> open(Database database) {
        return database.write(pool -> pool.preparedQuery(TAKE_NUMBER).execute())
                .map(rows ->
                        new ReadingRepository(database, rows.iterator().next().getShort("number")));
    }

    /**
     * Stores what is not there yet, all or nothing.
     *
     * @param readings with distinct keys, sorted by key
     * @param receivedAt microseconds since 1970 UTC
     * @return how many rows are new
     */
    Future<Integer> store(List<Entry.OfReading> readings, List<Entry.OfMotion> motions, long receivedAt) {
        var tuple = Tuple.tuple();
        addMarks(tuple, readings, motions);
        tuple.addValue(Micros.bound(receivedAt)).addValue(writer);
        addReadings(tuple, readings);
        if (motions.isEmpty()) {
            return database.write(
                    pool -> pool.preparedQuery(STORE_READINGS).execute(tuple).map(RowSet::rowCount));
        }
        addMotions(tuple, motions);
        return database.write(pool -> pool.preparedQuery(STORE_BOTH)
                .execute(tuple)
                .map(rows -> rows.iterator().next().getInteger("stored")));
    }

    /** Holds each item against what is stored under its key, and settles it accordingly. */
    Future<Void> settle(List<Entry.OfReading> readings, List<Entry.OfMotion> motions, long receivedAt) {
        return (readings.isEmpty() ? Future.<Void>succeededFuture() : settleReadings(readings, receivedAt))
                .compose(nothing -> motions.isEmpty() ? Future.succeededFuture() : settleMotions(motions, receivedAt));
    }

    private Future<Void> settleReadings(List<Entry.OfReading> readings, long receivedAt) {
        var size = readings.size();
        var pairingIds = new Long[size];
        var times = new Long[size];
        var counters = new Integer[size];
        for (var i = 0; i < size; i++) {
            var entry = readings.get(i);
            pairingIds[i] = entry.pairingId;
            times[i] = entry.reading.t();
            counters[i] = entry.reading.n();
        }
        return database.write(pool -> pool.preparedQuery(FIND_READINGS)
                .execute(Tuple.of(pairingIds, times, counters))
                .map(rows -> {
                    readings.forEach(entry -> entry.settle(Outcome.REFUSED));
                    for (var row : rows) {
                        var entry = readings.get(row.getLong("i").intValue() - 1);
                        entry.settle(outcome(row, receivedAt, sameValues(entry.reading, row)));
                    }
                    return null;
                }));
    }

    private Future<Void> settleMotions(List<Entry.OfMotion> motions, long receivedAt) {
        var pairingIds = motions.stream().map(entry -> entry.pairingId).toArray(Long[]::new);
        var times = motions.stream().map(entry -> entry.motion.t0()).toArray(Long[]::new);
        return database.write(pool -> pool.preparedQuery(FIND_MOTION)
                .execute(Tuple.tuple().addValue(pairingIds).addValue(times))
                .map(rows -> {
                    motions.forEach(entry -> entry.settle(Outcome.REFUSED));
                    for (var row : rows) {
                        var entry = motions.get(row.getLong("i").intValue() - 1);
                        entry.settle(outcome(row, receivedAt, entry.motion.equals(motion(entry.motion.t0(), row))));
                    }
                    return null;
                }));
    }

    /** A row that carries this process's number and this group's time of receipt is the one that this group stored. */
    private Outcome outcome(Row row, long receivedAt, boolean same) {
        if (!same) {
            return Outcome.CONFLICT;
        }
        var ours = row.getShort("writer") == writer && row.getLong("received_at") == receivedAt;
        return ours ? Outcome.ACCEPTED : Outcome.DUPLICATE;
    }

    private static boolean sameValues(Reading sent, Row row) {
        var stored = new Reading(
                sent.t(),
                sent.n(),
                row.getFloat("hr"),
                row.getFloat("br"),
                row.getShort("activity"),
                row.getInteger("lat_e6"),
                row.getInteger("lon_e6"),
                row.getFloat("accuracy_m"),
                row.getFloat("temperature_c"),
                row.getFloat("battery_pct"));
        return sent.equals(stored);
    }

    private static Motion motion(long t0, Row row) {
        return new Motion(
                t0,
                row.getFloat("rate_hz"),
                row.getFloat("acc_scale"),
                row.getFloat("gyro_scale"),
                row.getBuffer("samples"));
    }

    /** Sorted by pairing, so that two processes take the rows' locks in the same order. */
    private static void addMarks(Tuple tuple, List<Entry.OfReading> readings, List<Entry.OfMotion> motions) {
        Collection<? extends Entry> oldest = oldestOfEachPairing(readings);
        if (!motions.isEmpty()) {
            Map<Long, Entry> oldestByPairing = new TreeMap<>();
            Stream.concat(oldest.stream(), motions.stream())
                    .forEach(entry -> oldestByPairing.merge(
                            entry.pairingId, entry, (left, right) -> left.time() <= right.time() ? left : right));
            oldest = oldestByPairing.values();
        }
        tuple.addValue(oldest.stream().map(entry -> entry.pairingId).toArray(Long[]::new));
        tuple.addValue(oldest.stream().map(Entry::time).toArray(Long[]::new));
    }

    /** They are sorted by pairing and time: the first of each pairing it is. */
    private static List<Entry.OfReading> oldestOfEachPairing(List<Entry.OfReading> readings) {
        var oldest = new ArrayList<Entry.OfReading>(readings.size());
        for (var entry : readings) {
            if (oldest.isEmpty() || oldest.getLast().pairingId != entry.pairingId) {
                oldest.add(entry);
            }
        }
        return oldest;
    }

    private static void addReadings(Tuple tuple, List<Entry.OfReading> readings) {
        var size = readings.size();
        var pairingIds = new Long[size];
        var times = new Long[size];
        var counters = new Integer[size];
        var lats = new @Nullable Integer[size];
        var lons = new @Nullable Integer[size];
        var hrs = new @Nullable Float[size];
        var brs = new @Nullable Float[size];
        var accuracies = new @Nullable Float[size];
        var temperatures = new @Nullable Float[size];
        var batteries = new @Nullable Float[size];
        var skews = new @Nullable Integer[size];
        var activities = new @Nullable Short[size];
        for (var i = 0; i < size; i++) {
            var entry = readings.get(i);
            var reading = entry.reading;
            pairingIds[i] = entry.pairingId;
            times[i] = reading.t();
            counters[i] = reading.n();
            lats[i] = reading.latE6();
            lons[i] = reading.lonE6();
            hrs[i] = reading.hr();
            brs[i] = reading.br();
            accuracies[i] = reading.accuracyM();
            temperatures[i] = reading.temperatureC();
            batteries[i] = reading.batteryPct();
            skews[i] = entry.skewMs;
            activities[i] = reading.activity();
        }
        tuple.addValue(pairingIds)
                .addValue(times)
                .addValue(counters)
                .addValue(lats)
                .addValue(lons)
                .addValue(hrs)
                .addValue(brs)
                .addValue(accuracies)
                .addValue(temperatures)
                .addValue(batteries)
                .addValue(skews)
                .addValue(activities);
    }

    private static void addMotions(Tuple tuple, List<Entry.OfMotion> motions) {
        tuple.addValue(motions.stream().map(entry -> entry.pairingId).toArray(Long[]::new))
                .addValue(motions.stream().map(entry -> entry.motion.t0()).toArray(Long[]::new))
                .addValue(motions.stream().map(entry -> entry.motion.rateHz()).toArray(Float[]::new))
                .addValue(motions.stream().map(entry -> entry.motion.accScale()).toArray(Float[]::new))
                .addValue(
                        motions.stream().map(entry -> entry.motion.gyroScale()).toArray(Float[]::new))
                .addValue(motions.stream().map(entry -> entry.motion.samples()).toArray(Buffer[]::new));
    }
}
