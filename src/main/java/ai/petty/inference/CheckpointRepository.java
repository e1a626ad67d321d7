package ai.petty.inference;

import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.StreamSupport;

/** Checkpoints as rows. Times are microseconds since 1970 UTC. */
final class CheckpointRepository {
    private static final String FROM = """
            select t, state, readings, motions
            from evaluation_checkpoint
            where pairing_id = $1 and machine = $3 and t >= coalesce((
                select max(t) from evaluation_checkpoint where pairing_id = $1 and machine = $3 and t <= $2), $2)
            order by t""";

    private static final String REMOVE = """
            delete from evaluation_checkpoint
            where pairing_id = $1 and t > $2 and ($3::timestamptz is null or t <= $3) and t <> all ($4)""";

    private static final String PUT = """
            insert into evaluation_checkpoint as c (pairing_id, t, machine, state, readings, motions)
            select $1, t, $2, state, readings, motions
            from unnest($3::timestamptz[], $4::bytea[], $5::integer[], $6::integer[]) as made(t, state, readings, motions)
            on conflict (pairing_id, t) do update
            set machine = excluded.machine, state = excluded.state, readings = excluded.readings, motions = excluded.motions
            where (c.machine, c.state, c.readings, c.motions)
                is distinct from (excluded.machine, excluded.state, excluded.readings, excluded.motions)""";

    /** What came between two that go is in the one at the end of their hour from then on. */
    private static final String THIN = """
            with fine as (
                delete from evaluation_checkpoint
                where pairing_id = $1 and t >= $2 and t < $3 and date_bin('1 hour', t, timestamptz 'epoch') <> t
                returning t, readings, motions
            ), hours as (
                select date_bin('1 hour', t, timestamptz 'epoch') + interval '1 hour' as t, sum(readings)::integer as readings,
                    sum(motions)::integer as motions
                from fine
                group by 1
            )
            update evaluation_checkpoint c
            set readings = c.readings + hours.readings, motions = c.motions + hours.motions
            from hours
            where c.pairing_id = $1 and c.t = hours.t""";

    private static final String FORGET = """
            delete from evaluation_checkpoint
            where pairing_id = $1 and t < (
                select max(t) from evaluation_checkpoint where pairing_id = $1 and t <= $2)""";

    private CheckpointRepository() {}

    /** The newest of this machine at or before a time and all that are later; only the later ones where there is none before. */
    static Future<List<Checkpoint>> from(SqlClient client, long pairingId, long t, int machine) {
        return client.preparedQuery(FROM)
                .execute(Tuple.of(pairingId, Micros.bound(t), machine))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Checkpoint(
                                Micros.of(row.getOffsetDateTime("t")),
                                row.getBuffer("state"),
                                new Counts(row.getInteger("readings"), row.getInteger("motions"))))
                        .toList());
    }

    /** Puts those of a stretch in the place of those that were there. */
    static Future<Void> replace(SqlClient transaction, long pairingId, int machine, Stretch stretch) {
        return transaction
                .preparedQuery(REMOVE)
                .execute(Tuple.tuple()
                        .addValue(pairingId)
                        .addValue(Micros.bound(stretch.from()))
                        .addValue(stretch.isOpen() ? null : Micros.bound(stretch.to()))
                        .addValue(times(stretch.checkpoints())))
                .compose(gone -> put(transaction, pairingId, machine, stretch.checkpoints()));
    }

    private static OffsetDateTime[] times(List<Checkpoint> checkpoints) {
        return checkpoints.stream().map(one -> Micros.bound(one.t())).toArray(OffsetDateTime[]::new);
    }

    /** Puts these beside those that are there. */
    static Future<Void> put(SqlClient transaction, long pairingId, int machine, List<Checkpoint> made) {
        if (made.isEmpty()) {
            return Future.succeededFuture();
        }
        return transaction
                .preparedQuery(PUT)
                .execute(Tuple.tuple()
                        .addValue(pairingId)
                        .addValue(machine)
                        .addValue(times(made))
                        .addValue(made.stream().map(Checkpoint::state).toArray(Buffer[]::new))
                        .addValue(made.stream()
                                .map(one -> one.counts().readings())
                                .toArray(Integer[]::new))
                        .addValue(
                                made.stream().map(one -> one.counts().motions()).toArray(Integer[]::new)))
                .mapEmpty();
    }

    /** Leaves of the hours from {@code from} to {@code to} what stands at full hours. */
    static Future<Void> thin(SqlClient transaction, long pairingId, long from, long to) {
        return transaction
                .preparedQuery(THIN)
                .execute(Tuple.of(pairingId, Micros.bound(from), Micros.bound(to)))
                .mapEmpty();
    }

    /** Forgets what nothing can come late enough to need; the newest one before that stays. */
    static Future<Void> forget(SqlClient transaction, long pairingId, long before) {
        return transaction
                .preparedQuery(FORGET)
                .execute(Tuple.of(pairingId, Micros.bound(before)))
                .mapEmpty();
    }
}
