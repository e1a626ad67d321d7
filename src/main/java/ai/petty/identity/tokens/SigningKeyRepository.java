package ai.petty.identity.tokens;

import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.function.Supplier;

/** The one thing about signing keys that is in the database: whose turn it is to change them. */
final class SigningKeyRepository {
    /** Any number that nobody else uses for a lock: "petty-jw" in ASCII. */
    private static final long LOCK = 0x70657474792d6a77L;

    private final Database database;

    SigningKeyRepository(Database database) {
        this.database = database;
    }

    /** Does something while no other process does the same. */
    <T> Future<T> alone(Supplier<Future<T>> work) {
        return database.transact(connection -> connection
                .preparedQuery("select pg_advisory_xact_lock($1)")
                .execute(Tuple.of(LOCK))
                .compose(locked -> work.get()));
    }
}
