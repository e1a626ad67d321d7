package ai.petty.audit;

import ai.petty.store.Database;
import ai.petty.store.Failures;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The audit log in the database. */
final class AuditRepository {
    private static final int KEY_BYTES = 32;

    private final Database database;
    private final SecureRandom random = new SecureRandom();

    AuditRepository(Database database) {
        this.database = database;
    }

    /**
     * Adds rows in one transaction.
     *
     * @param actors the accounts whose pseudonyms the rows need
     * @param rows makes the rows of the accounts' keys; an account that does not exist has none
     */
    Future<Void> append(Collection<UUID> actors, Function<Map<UUID, Buffer>, List<AuditRow>> rows) {
        return database.transact(connection ->
                keys(connection, actors).compose(keyByAccount -> insert(connection, rows.apply(keyByAccount))));
    }

    private Future<Map<UUID, Buffer>> keys(SqlConnection connection, Collection<UUID> accounts) {
        if (accounts.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        var ids = accounts.toArray(UUID[]::new);
        return readKeys(connection, ids).compose(known -> {
            var unknown = accounts.stream()
                    .filter(account -> !known.containsKey(account))
                    .sorted()
                    .toArray(UUID[]::new);
            return unknown.length == 0
                    ? Future.succeededFuture(known)
                    : makeKeys(connection, unknown).compose(made -> readKeys(connection, ids));
        });
    }

    private static Future<Map<UUID, Buffer>> readKeys(SqlConnection connection, UUID[] accounts) {
        return connection
                .preparedQuery("select account_id, key from audit_actor where account_id = any($1)")
                .execute(Tuple.of((Object) accounts))
                .map(rows -> {
                    var keyByAccount = new HashMap<UUID, Buffer>();
                    rows.forEach(row -> keyByAccount.put(row.getUUID(0), row.getBuffer(1)));
                    return keyByAccount;
                });
    }

    /** An account that is being erased at this moment is passed over: its key must not come back. */
    private Future<?> makeKeys(SqlConnection connection, UUID[] accounts) {
        var keys = new Buffer[accounts.length];
        for (var i = 0; i < keys.length; i++) {
            var key = new byte[KEY_BYTES];
            random.nextBytes(key);
            keys[i] = Buffer.buffer(key);
        }
        return connection.preparedQuery("""
                        insert into audit_actor (account_id, key)
                        select account.account_id, made.key
                        from unnest($1::uuid[], $2::bytea[]) as made (account_id, key)
                        join account on account.account_id = made.account_id
                        for key share of account skip locked
                        on conflict do nothing""").execute(Tuple.of(accounts, (Object) keys));
    }

    private static Future<Void> insert(SqlConnection connection, List<AuditRow> rows) {
        return connection
                .preparedQuery("""
                        insert into audit (run, n, at, actor, action, object, outcome, address, correlation_id, previous, hash)
                        select * from unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::bytea[], $5::text[], $6::text[],
                            $7::text[], $8::bytea[], $9::text[], $10::bytea[], $11::bytea[])""")
                .execute(Tuple.tuple()
                        .addValue(rows.stream().map(AuditRow::run).toArray(UUID[]::new))
                        .addValue(rows.stream().map(AuditRow::n).toArray(Long[]::new))
                        .addValue(
                                rows.stream().map(row -> Micros.bound(row.at())).toArray(OffsetDateTime[]::new))
                        .addValue(rows.stream().map(AuditRow::actor).toArray(Buffer[]::new))
                        .addValue(rows.stream().map(AuditRow::action).toArray(String[]::new))
                        .addValue(rows.stream().map(AuditRow::object).toArray(String[]::new))
                        .addValue(rows.stream().map(AuditRow::outcome).toArray(String[]::new))
                        .addValue(rows.stream().map(AuditRow::address).toArray(Buffer[]::new))
                        .addValue(rows.stream().map(AuditRow::correlationId).toArray(String[]::new))
                        .addValue(rows.stream().map(AuditRow::previous).toArray(Buffer[]::new))
                        .addValue(rows.stream().map(AuditRow::hash).toArray(Buffer[]::new)))
                .mapEmpty();
    }

    /** Two transactions were in each other's way, or the row's number is taken by now. */
    static boolean mayTryAgain(Throwable cause) {
        return Failures.isTransient(cause) || Failures.isData(cause);
    }

    /** Deletes an account's key, in the caller's transaction. */
    static Future<Void> deleteKey(SqlClient transaction, UUID account) {
        return transaction
                .preparedQuery("delete from audit_actor where account_id = $1")
                .execute(Tuple.of(account))
                .mapEmpty();
    }

    /** The last row of a run. */
    Future<Head> head(UUID run) {
        return database.ask(
                pool -> pool.preparedQuery("select run, n, hash from audit where run = $1 order by n desc limit 1")
                        .execute(Tuple.of(run))
                        .map(rows -> rows.size() == 0
                                ? Head.before(run)
                                : head(rows.iterator().next())));
    }

    /**
     * The last rows of the runs that wrote one after {@code since}. Found by their anchor rows: there are as many runs as there were
     * starts of a process.
     *
     * @param anchoredSince every such run has an anchor row that is not older (both in microseconds since 1970)
     */
    Future<List<Head>> heads(long since, long anchoredSince) {
        return database.ask(pool -> pool.preparedQuery("""
                        with lately as (
                            select distinct run from audit
                            where at > $2 and action in ('audit.started', 'audit.anchored', 'audit.stopped'))
                        select head.run, head.n, head.hash
                        from lately
                        cross join lateral (
                            select run, n, hash, at from audit where audit.run = lately.run order by n desc limit 1) as head
                        where head.at > $1
                        order by head.run""")
                .execute(Tuple.of(Micros.bound(since), Micros.bound(anchoredSince)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AuditRepository::head)
                        .toList()));
    }

    private static Head head(Row row) {
        return new Head(row.getUUID("run"), row.getLong("n"), row.getBuffer("hash"));
    }

    /** Rows in the order of their runs and numbers, behind a row. */
    Future<List<AuditRow>> rows(UUID afterRun, long afterN, int limit) {
        return database.ask(pool -> pool.preparedQuery("""
                        select run, n, actor, action, object, outcome, address, correlation_id, previous, hash,
                            case when isfinite(at) then (extract(epoch from at) * 1000000)::bigint
                                else -9223372036854775808 end as at
                        from audit
                        where (run, n) > ($1, $2)
                        order by run, n
                        limit $3""")
                .execute(Tuple.of(afterRun, afterN, limit))
                .map(AuditRepository::rows));
    }

    private static List<AuditRow> rows(RowSet<Row> found) {
        var rows = new ArrayList<AuditRow>();
        for (var row : found) {
            rows.add(new AuditRow(
                    row.getUUID("run"),
                    row.getLong("n"),
                    row.getLong("at"),
                    row.getBuffer("actor"),
                    row.getString("action"),
                    row.getString("object"),
                    row.getString("outcome"),
                    row.getBuffer("address"),
                    row.getString("correlation_id"),
                    row.getBuffer("previous"),
                    row.getBuffer("hash")));
        }
        return rows;
    }

    /** Those of these heads that are rows of the table, with the hashes that stand there. */
    Future<List<Head>> find(List<Head> heads) {
        return database.ask(pool -> pool.preparedQuery("""
                        select audit.run, audit.n, audit.hash
                        from unnest($1::uuid[], $2::bigint[]) as wanted (run, n)
                        join audit on audit.run = wanted.run and audit.n = wanted.n""")
                .execute(Tuple.of(heads.stream().map(Head::run).toArray(UUID[]::new), (Object)
                        heads.stream().map(Head::n).toArray(Long[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AuditRepository::head)
                        .toList()));
    }
}
