package ai.petty.inference;

import ai.petty.inference.motion.LabelledMotion;
import ai.petty.ingest.CommitListener.Stored;
import ai.petty.ingest.Motion;
import ai.petty.ingest.Reading;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a collar has sent, and what its motion was labelled as. Every question names its time, by which partitions are left out. */
final class InputRepository {
    private static final String READINGS = """
            select t, n, hr, br, activity, lat_e6, lon_e6, accuracy_m, temperature_c, battery_pct, received_at
            from reading
            where pairing_id = $1 and t >= $2 and t < $3 and (t, n) > ($2, $4)
            order by t, n
            limit $5""";

    private static final String LABELS = """
            select t0, model, windows
            from motion_label
            where pairing_id = $1 and t0 > $2 and t0 < $3
            order by t0
            limit $4""";

    /** The labels' time is named once more: without that, every partition of them is planned for. */
    private static final String FIRST_UNLABELLED = """
            select t0
            from motion
            where pairing_id = $1 and t0 >= $2 and t0 < $3
                and not exists (
                    select 1 from motion_label
                    where motion_label.pairing_id = $1 and motion_label.t0 = motion.t0
                        and motion_label.t0 >= $2 and motion_label.t0 < $3)
            order by t0
            limit 1""";

    private static final String UNLABELLED = FIRST_UNLABELLED
            .replace("select t0\n", "select t0, rate_hz, acc_scale, gyro_scale, samples\n")
            .replace("limit 1", "limit $4");

    /** Of as many parts as are wanted, each as long as the next, the first piece of each. */
    private static final String LABELLED_MOTIONS = """
            with chosen as (
                select distinct on (part) t0
                from (
                    select t0, ntile($4) over (order by t0) as part
                    from motion_label
                    where pairing_id = $1 and t0 >= $2 and t0 < $3
                ) parted
                order by part, t0
            )
            select t0, rate_hz, acc_scale, gyro_scale, samples, model, windows
            from chosen
                join motion_label using (t0)
                join motion using (pairing_id, t0)
            where pairing_id = $1 and motion_label.t0 >= $2 and motion_label.t0 < $3 and motion.t0 >= $2 and motion.t0 < $3
            order by t0""";

    private static final String STORE_LABELS = """
            insert into motion_label (pairing_id, t0, model, windows)
            select $1, t0, model, windows
            from unnest($2::timestamptz[], $3::text[], $4::bytea[]) as labelled(t0, model, windows)
            on conflict do nothing""";

    private static final String COUNT_READINGS = """
            select width_bucket(t, $2::timestamptz[]) as segment, count(*)::integer as many
            from reading
            where pairing_id = $1 and t >= $3 and t < $4
            group by segment""";

    private static final String COUNT_LABELS = """
            select width_bucket(t0, $2::timestamptz[]) as segment, count(*)::integer as many
            from motion_label
            where pairing_id = $1 and t0 >= $3 and t0 < $4
            group by segment""";

    private InputRepository() {}

    /**
     * Readings in order.
     *
     * @param t and {@code n}: after which; {@code to}: before which; microseconds since 1970 UTC
     */
    static Future<List<Stored>> readings(SqlClient client, long pairingId, long t, int n, long to, int most) {
        return client.preparedQuery(READINGS)
                .execute(Tuple.of(pairingId, Micros.bound(t), Micros.bound(to), n, most))
                .map(rows -> stream(rows)
                        .map(row -> new Stored(pairingId, reading(row), time(row, 10)))
                        .toList());
    }

    /** Columns are read by place: a page has thousands of rows. */
    private static Reading reading(Row row) {
        return new Reading(
                time(row, 0),
                row.getInteger(1),
                row.getFloat(2),
                row.getFloat(3),
                row.getShort(4),
                row.getInteger(5),
                row.getInteger(6),
                row.getFloat(7),
                row.getFloat(8),
                row.getFloat(9));
    }

    /** What one piece of motion was labelled as. */
    record Labelled(long t0, LabelledMotion motion) {}

    /** Labelled motion that begins after a time and before another, in order. */
    static Future<List<Labelled>> labels(SqlClient client, long pairingId, long after, long to, int most) {
        return client.preparedQuery(LABELS)
                .execute(Tuple.of(pairingId, Micros.bound(after), Micros.bound(to), most))
                .map(rows -> stream(rows).map(InputRepository::labelled).toList());
    }

    private static Labelled labelled(Row row) {
        var t0 = time(row, 0);
        var windows = LabelCodec.decode(t0, row.getBuffer(2).getBytes());
        return new Labelled(t0, new LabelledMotion(windows, row.getString(1)));
    }

    /** When the first motion from {@code from} to {@code to} begins that has no labels. */
    static Future<Optional<Long>> firstUnlabelled(SqlClient client, long pairingId, long from, long to) {
        return client.preparedQuery(FIRST_UNLABELLED)
                .execute(Tuple.of(pairingId, Micros.bound(from), Micros.bound(to)))
                .map(rows -> stream(rows).map(row -> time(row, 0)).findFirst());
    }

    /** Motion without labels that begins from {@code from} (inclusive) to {@code to} (exclusive), in order. */
    static Future<List<Motion>> unlabelled(SqlClient client, long pairingId, long from, long to, int most) {
        return client.preparedQuery(UNLABELLED)
                .execute(Tuple.of(pairingId, Micros.bound(from), Micros.bound(to), most))
                .map(rows -> stream(rows).map(InputRepository::motion).toList());
    }

    /** A piece of motion and what it was labelled as, a while ago. */
    record LabelledPiece(Motion motion, LabelledMotion labels) {}

    /** Labelled pieces of motion that begin from {@code from} (inclusive) to {@code to} (exclusive), in order, spread over all there are. */
    static Future<List<LabelledPiece>> labelledMotions(SqlClient client, long pairingId, long from, long to, int most) {
        return client.preparedQuery(LABELLED_MOTIONS)
                .execute(Tuple.of(pairingId, Micros.bound(from), Micros.bound(to), most))
                .map(rows -> stream(rows)
                        .map(row -> new LabelledPiece(
                                motion(row),
                                new LabelledMotion(
                                        LabelCodec.decode(
                                                time(row, 0), row.getBuffer(6).getBytes()),
                                        row.getString(5))))
                        .toList());
    }

    private static Motion motion(Row row) {
        return new Motion(time(row, 0), row.getFloat(1), row.getFloat(2), row.getFloat(3), row.getBuffer(4));
    }

    /** Keeps the first labels that a piece of motion gets. */
    static Future<Void> storeLabels(SqlClient client, long pairingId, List<Labelled> labelled) {
        return client.preparedQuery(STORE_LABELS)
                .execute(Tuple.tuple()
                        .addValue(pairingId)
                        .addValue(labelled.stream()
                                .map(one -> Micros.bound(one.t0()))
                                .toArray(OffsetDateTime[]::new))
                        .addValue(labelled.stream()
                                .map(one -> one.motion().model())
                                .toArray(String[]::new))
                        .addValue(labelled.stream()
                                .map(one -> Buffer.buffer(
                                        LabelCodec.encode(one.t0(), one.motion().windows())))
                                .toArray(Buffer[]::new)))
                .mapEmpty();
    }

    /**
     * How much there is between times.
     *
     * @param bounds where each stretch begins, in order
     * @param from no earlier than the first bound; {@code to}: exclusive
     * @return by the place of the bound; where there is nothing, nothing
     */
    static Future<Map<Integer, Counts>> count(SqlClient client, long pairingId, List<Long> bounds, long from, long to) {
        var parameters = Tuple.tuple()
                .addValue(pairingId)
                .addValue(bounds.stream().map(Micros::bound).toArray(OffsetDateTime[]::new))
                .addValue(Micros.bound(from))
                .addValue(Micros.bound(to));
        var readings = client.preparedQuery(COUNT_READINGS).execute(parameters);
        var motions = client.preparedQuery(COUNT_LABELS).execute(parameters);
        return Future.all(readings, motions).map(both -> {
            var counts = new HashMap<Integer, Counts>();
            readings.result()
                    .forEach(row -> counts.put(row.getInteger("segment") - 1, new Counts(row.getInteger("many"), 0)));
            motions.result()
                    .forEach(row -> counts.merge(
                            row.getInteger("segment") - 1,
                            new Counts(0, row.getInteger("many")),
                            (some, more) -> new Counts(some.readings(), more.motions())));
            return counts;
        });
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    private static long time(Row row, int column) {
        return Micros.of(row.getOffsetDateTime(column));
    }
}
