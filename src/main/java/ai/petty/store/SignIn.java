package ai.petty.store;

import io.vertx.core.Future;

/** Where the database is and who we are there: asked at every new connection, so that a password can change meanwhile. */
@FunctionalInterface
public interface SignIn {
    Future<DatabaseAddress> address();

    /**
     * What {@link #address} said was refused (SQLSTATE 28P01 or 28000).
     *
     * @return whether it has looked for something newer, so that one more try is worth while
     */
    default Future<Boolean> renew() {
        return Future.succeededFuture(false);
    }

    /** The same for ever. */
    static SignIn of(DatabaseAddress address) {
        return () -> Future.succeededFuture(address);
    }
}
