package ai.petty.pets.zones;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.UUID;

/** Another room that goes on from where a pet may be. */
@FunctionalInterface
public interface ZoneFollower {
    /** Is told in the transaction in which a pet's zones are changed: what is written here is committed with it, or not at all. */
    Future<Void> changed(SqlClient transaction, UUID petId);
}
