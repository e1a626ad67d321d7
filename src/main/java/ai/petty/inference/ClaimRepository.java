package ai.petty.inference;

import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Whose turn it is, as rows. Leases run by the database's clock, which is the same for all. */
final class ClaimRepository {
    private static final String NOBODYS = "(e.lease_until is null or e.lease_until < now())";

    /**
     * It does not rest after a failure, and is not known by another machine, unless that has been replaced by ours: while processes with
     * two of them run, they must not do the same again in turn.
     */
    private static final String READY = """
            (e.retry_at is null or e.retry_at <= now())
                and (e.machine is null or e.machine = $1
                    or $1 = (select version from evaluation_machine order by since desc limit 1))""";

    private static final String FREE = NOBODYS + " and " + READY;

    /** What we have claimed and not used we may claim again. */
    private static final String FREE_OR_OURS = "(%s or e.owner = $3) and %s".formatted(NOBODYS, READY);

    private static final String SETTLED_DOWN =
            "(e.evaluated_at is null or e.evaluated_at <= now() - $2::bigint * interval '1 microsecond')";

    private static final String WAITING = """
            select pairing_id
            from (
                (select pairing.pairing_id, e.evaluated_at
                 from pairing
                 left join evaluation e on e.pairing_id = pairing.pairing_id
                 where pairing.dirty_from is not null and %1$s and %2$s
                 order by e.evaluated_at nulls first
                 limit $4)
                union all
                (select e.pairing_id, e.evaluated_at
                 from evaluation e
                 where e.claimed_from is not null and %1$s
                 limit $4)
                union all
                (select e.pairing_id, e.evaluated_at
                 from evaluation e
                 where e.due_at <= $3 and %1$s
                 order by e.due_at
                 limit $4)) waiting
            order by evaluated_at nulls first""".formatted(FREE, SETTLED_DOWN);

    private static final String OUTDATED = """
            select e.pairing_id
            from evaluation e
            where e.machine <> $1 and e.head_t > $2 and %s
            limit $3""".formatted(FREE);

    /** Of a pet's pairings those with news that wait for nothing but their turn, or have it; not those that rest after a failure. */
    private static final String PENDING = """
            select pairing.pairing_id
            from pairing
            left join evaluation e on e.pairing_id = pairing.pairing_id
            where pairing.pet_id = $2 and (pairing.dirty_from is not null or e.claimed_from is not null) and %s""".formatted(READY);

    /**
     * Takes the mark off the pairing and lays it up in the turn, in one statement: it is in one of both, whenever a process dies. The
     * pairing's row is taken first and only if nobody holds it, so that no two claims wait for each other.
     */
    private static final String CLAIM = """
            with free as (
                select pairing.pairing_id, pairing.dirty_from
                from pairing
                left join evaluation e on e.pairing_id = pairing.pairing_id
                where pairing.pairing_id = any($6) and %1$s
                    and (pairing.dirty_from is not null and %2$s
                        or e.claimed_from is not null or e.due_at <= $4 or e.machine <> $1)
                    and exists (select 1 from pet where pet.pet_id = pairing.pet_id and pet.erased_at is null)
                order by pairing.pairing_id
                for no key update of pairing skip locked
            ), claimed as (
                insert into evaluation as e (pairing_id, owner, lease_until, turn, claimed_from)
                select pairing_id, $3, now() + $5::bigint * interval '1 microsecond', 1, dirty_from
                from free
                on conflict (pairing_id) do update
                set owner = excluded.owner, lease_until = excluded.lease_until, turn = e.turn + 1,
                    claimed_from = least(e.claimed_from, excluded.claimed_from)
                where %1$s
                returning e.*
            ), taken_off as (
                update pairing set dirty_from = null
                from claimed
                where pairing.pairing_id = claimed.pairing_id and pairing.dirty_from is not null
            )
            select claimed.pairing_id, pairing.pet_id, claimed.turn, pg_current_xact_id()::xid::text as xid,
                greatest(pairing.valid_from, timestamptz 'epoch') as valid_from,
                least(pairing.valid_to, timestamptz '9999-01-01') as valid_to,
                claimed.claimed_from, claimed.machine, claimed.head_t, claimed.state, claimed.readings, claimed.motions,
                claimed.redo_from, claimed.labels_due_from
            from claimed
            join pairing on pairing.pairing_id = claimed.pairing_id""".formatted(FREE_OR_OURS, SETTLED_DOWN);

    /**
     * Whether a transaction of Petty's that may have looked at the mark before it was taken off has not ended yet. One that has looked
     * but written nothing so far has no number, and is known by its snapshot only; a snapshot is as old as the oldest that writes
     * anywhere, so who began after the mark was taken off is told by the clock.
     */
    private static final String STILL_RUNNING = """
            select coalesce($2::timestamptz, clock_timestamp()) as begun, exists (
                select 1
                from pg_stat_activity
                where datname = current_database() and application_name = 'petty' and pid <> pg_backend_pid()
                    and xact_start <= coalesce($2::timestamptz, clock_timestamp())
                    and (age(backend_xid) >= age($1::text::xid) or age(backend_xmin) >= age($1::text::xid))) as running""";

    private static final String HOLD = """
            select 1
            from evaluation e
            join pairing on pairing.pairing_id = e.pairing_id
            join pet on pet.pet_id = pairing.pet_id and pet.erased_at is null
            where e.pairing_id = $1 and e.owner = $2 and e.turn = $3
            for no key update of e""";

    private static final String DONE = """
            update evaluation
            set owner = null, lease_until = null, claimed_from = $2, evaluated_at = now(), failures = 0, retry_at = null,
                machine = $3, head_t = $4, state = $5, readings = $6, motions = $7, redo_from = $8, labels_due_from = $9,
                due_at = $10
            where pairing_id = $1""";

    private static final String FAILED = """
            update evaluation
            set owner = null, lease_until = null, failures = failures + 1,
                retry_at = now() + least($4::bigint * (2 ^ least(failures, 20)), $5::bigint) * interval '1 microsecond'
            where pairing_id = $1 and owner = $2 and turn = $3""";

    private static final String RELEASE =
            "update evaluation set owner = null, lease_until = null where owner = $1 and pairing_id = any($2)";

    private ClaimRepository() {}

    /**
     * Who claims, and how.
     *
     * @param owner this run of this process
     * @param machine the version of its machine
     * @param debounce what was evaluated less long ago waits, when it has only a mark
     */
    record Claimant(UUID owner, int machine, Duration lease, Duration debounce) {
        /** The same, for what somebody waits for. */
        Claimant atOnce() {
            return new Claimant(owner, machine, lease, Duration.ZERO);
        }
    }

    private static final String INTRODUCE = """
            insert into evaluation_machine (version, since) values ($1, now())
            on conflict (version) do update set since = excluded.since""";

    /** From now on this machine is the one that counts. */
    static Future<Void> introduce(SqlClient client, int machine) {
        return client.preparedQuery(INTRODUCE).execute(Tuple.of(machine)).mapEmpty();
    }

    /** Pairings with something to do that nobody is at, the longest forgotten first. */
    static Future<List<Long>> waiting(SqlClient client, Claimant who, long now, int most) {
        return client.preparedQuery(WAITING)
                .execute(Tuple.of(who.machine(), micros(who.debounce()), Micros.bound(now), most))
                .map(ClaimRepository::ids);
    }

    /** Those of a pet's pairings of which something was stored that is not evaluated yet. */
    static Future<List<Long>> pending(SqlClient client, Claimant who, UUID petId) {
        return client.preparedQuery(PENDING)
                .execute(Tuple.of(who.machine(), petId))
                .map(ClaimRepository::ids);
    }

    /** Pairings that another machine knows, whose newest observation is later than {@code since}. */
    static Future<List<Long>> outdated(SqlClient client, Claimant who, long since, int most) {
        return client.preparedQuery(OUTDATED)
                .execute(Tuple.of(who.machine(), Micros.bound(since), most))
                .map(ClaimRepository::ids);
    }

    /** Takes those of these pairings that have something to do and that nobody is at. */
    static Future<List<Claim>> claim(SqlClient client, Claimant who, long now, Collection<Long> pairingIds) {
        return client.preparedQuery(CLAIM)
                .execute(Tuple.of(
                        who.machine(),
                        micros(who.debounce()),
                        who.owner(),
                        Micros.bound(now),
                        micros(who.lease()),
                        pairingIds.toArray(Long[]::new)))
                .map(rows -> stream(rows).map(ClaimRepository::claim).toList());
    }

    private static Claim claim(Row row) {
        var headT = time(row, "head_t");
        return new Claim(
                row.getLong("pairing_id"),
                row.getUUID("pet_id"),
                row.getLong("turn"),
                row.getString("xid"),
                time(row, "valid_from").orElseThrow(),
                time(row, "valid_to").orElseThrow(),
                time(row, "claimed_from"),
                headT.map(t -> new Claim.Head(
                        row.getInteger("machine"),
                        t,
                        row.getBuffer("state"),
                        new Counts(row.getInteger("readings"), row.getInteger("motions")))),
                time(row, "redo_from"),
                time(row, "labels_due_from"));
    }

    /**
     * Who may still store what the mark of a claim stood for.
     *
     * @param begun nobody who began later; a time after the claim was committed, by the database's clock
     */
    record Running(boolean isAny, OffsetDateTime begun) {}

    /** @param begun as it was told the first time; empty then */
    static Future<Running> running(SqlClient client, String xid, Optional<OffsetDateTime> begun) {
        return client.preparedQuery(STILL_RUNNING)
                .execute(Tuple.of(xid, begun.orElse(null)))
                .map(rows -> rows.iterator().next())
                .map(row -> new Running(row.getBoolean("running"), row.getOffsetDateTime("begun")));
    }

    /** Holds the turn until the transaction ends; false when somebody else has taken it over, or the pet is erased. */
    static Future<Boolean> hold(SqlClient transaction, UUID owner, Claim claim) {
        return transaction
                .preparedQuery(HOLD)
                .execute(Tuple.of(claim.pairingId(), owner, claim.turn()))
                .map(rows -> rows.size() == 1);
    }

    /** The turn is over; this is how far it came. */
    static Future<Void> done(SqlClient transaction, long pairingId, Progress progress) {
        var head = progress.head();
        return transaction
                .preparedQuery(DONE)
                .execute(Tuple.tuple()
                        .addValue(pairingId)
                        .addValue(bound(progress.newsFrom()))
                        .addValue(head.map(Claim.Head::machine).orElse(null))
                        .addValue(bound(head.map(Claim.Head::t)))
                        .addValue(head.map(Claim.Head::state).orElse(null))
                        .addValue(head.map(one -> one.counts().readings()).orElse(0))
                        .addValue(head.map(one -> one.counts().motions()).orElse(0))
                        .addValue(bound(progress.redoFrom()))
                        .addValue(bound(progress.labelsDueFrom()))
                        .addValue(bound(progress.dueAt())))
                .mapEmpty();
    }

    /** Gives the turn back after a failure; the next comes later, each time twice as long. */
    static Future<Void> failed(SqlClient client, UUID owner, Claim claim, Duration first, Duration longest) {
        return client.preparedQuery(FAILED)
                .execute(Tuple.of(claim.pairingId(), owner, claim.turn(), micros(first), micros(longest)))
                .mapEmpty();
    }

    /** Gives turns back that were not used. */
    static Future<Void> release(SqlClient client, UUID owner, Collection<Long> pairingIds) {
        return client.preparedQuery(RELEASE)
                .execute(Tuple.tuple().addValue(owner).addValue(pairingIds.toArray(Long[]::new)))
                .mapEmpty();
    }

    private static List<Long> ids(RowSet<Row> rows) {
        return stream(rows).map(row -> row.getLong(0)).distinct().toList();
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    private static Optional<Long> time(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(Micros::of);
    }

    private static @Nullable OffsetDateTime bound(Optional<Long> micros) {
        return micros.map(Micros::bound).orElse(null);
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
