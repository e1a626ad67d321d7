package ai.petty.identity.tokens;

import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** The SQL of accounts of other issuers. */
final class ExternalAccountRepository {
    private final Database database;

    ExternalAccountRepository(Database database) {
        this.database = database;
    }

    Future<UUID> findOrMake(String issuer, String subject) {
        var who = Tuple.of(issuer, subject);
        return database.ask(pool -> pool.withConnection(connection -> find(connection, who)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(found.get())
                        : make(connection, who)
                                .compose(made -> find(connection, who))
                                .map(Optional::orElseThrow))));
    }

    private static Future<Optional<UUID>> find(SqlConnection connection, Tuple who) {
        return connection
                .preparedQuery("select account_id from account where issuer = $1 and subject = $2")
                .execute(who)
                .map(rows -> rows.stream().map(row -> row.getUUID("account_id")).findFirst());
    }

    /** Another process may have been quicker: then this does nothing. */
    private static Future<Void> make(SqlConnection connection, Tuple who) {
        return connection
                .preparedQuery(
                        "insert into account (issuer, subject) values ($1, $2) on conflict (issuer, subject) do nothing")
                .execute(who)
                .mapEmpty();
    }
}
