package ai.petty.pets;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;

/** Tells every process that what a collar has proved itself with is no longer good, so that it is thrown off. */
@FunctionalInterface
public interface CollarRevocations {
    /** @param transaction it is told when this is committed */
    Future<Void> revoke(SqlClient transaction, String serial);
}
