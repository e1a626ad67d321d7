package ai.petty.identity.tokens;

import static java.time.ZoneOffset.UTC;

import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The SQL of revocations. */
final class RevocationRepository {
    /** Whoever listens here hears that there is something new; what it is stands in the table. */
    static final String CHANNEL = "petty_revocation";

    private static final String COLUMNS = "revocation_id, kind, subject, epoch, revoked_at, expires_at";

    private final Database database;

    RevocationRepository(Database database) {
        this.database = database;
    }

    /**
     * What a look has found.
     *
     * @param at the database's clock at the look
     */
    record Found(List<Revocation> revocations, Instant at) {}

    Future<Void> add(SqlClient in, Revocation.Kind kind, String subject, Instant expiresAt) {
        return announced(
                in,
                "insert into revocation (kind, subject, expires_at) values ($1, $2, $3)",
                Tuple.of(kind.name().toLowerCase(Locale.ROOT), subject, OffsetDateTime.ofInstant(expiresAt, UTC)));
    }

    Future<Void> addAccount(SqlClient in, UUID account, Instant expiresAt) {
        return announced(in, """
                insert into revocation (kind, subject, epoch, expires_at)
                values ('account', $1::uuid::text, coalesce((select epoch from account where account_id = $1), 2147483647), $2)""", Tuple.of(account, OffsetDateTime.ofInstant(expiresAt, UTC)));
    }

    /** A notice makes commits wait for each other: good here, where there is one now and then, and never where readings are stored. */
    private static Future<Void> announced(SqlClient in, String insert, Tuple values) {
        return in.preparedQuery("with added as (" + insert + " returning kind) select pg_notify('" + CHANNEL
                        + "', kind) from added")
                .execute(values)
                .mapEmpty();
    }

    /** @param since by the database's clock; empty for everything that is still in force */
    Future<Found> find(Optional<Instant> since) {
        return database.ask(pool -> pool.preparedQuery("select now() as at, " + COLUMNS + """
                         from (select 1) as once
                        left join revocation on revoked_at >= $1 and expires_at > now()""")
                .execute(Tuple.of(OffsetDateTime.ofInstant(since.orElse(Instant.EPOCH), UTC)))
                .map(rows -> {
                    var found = new ArrayList<Revocation>();
                    var at = Instant.EPOCH;
                    for (var row : rows) {
                        at = row.getOffsetDateTime("at").toInstant();
                        if (row.getLong("revocation_id") != null) {
                            found.add(revocation(row));
                        }
                    }
                    return new Found(List.copyOf(found), at);
                }));
    }

    private static Revocation revocation(Row row) {
        return new Revocation(
                row.getLong("revocation_id"),
                Revocation.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("subject"),
                row.getInteger("epoch"),
                row.getOffsetDateTime("revoked_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant());
    }

    /** Those that have expired since a while: a process whose clock is behind may still need the others. */
    Future<Void> prune() {
        return database.ask(
                pool -> pool.query("delete from revocation where expires_at < now() - interval '10 minutes'")
                        .execute()
                        .mapEmpty());
    }
}
