package ai.petty.alerts;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;
import java.util.UUID;

/** Knows a pet's own resting heart rate. */
@FunctionalInterface
public interface RestingHeart {
    /** Where nothing is known of any pet. */
    RestingHeart UNKNOWN = (client, petId) -> Future.succeededFuture(Optional.empty());

    /**
     * @param bpm beats a minute
     * @param readiness how far there is enough behind it, 0..1; below 1 it is not relied on
     */
    record Resting(double bpm, double readiness) {
        boolean isReady() {
            return readiness >= 1;
        }
    }

    /**
     * Asks by the given connection: the caller is in a transaction, and whoever held one connection and waited for another could wait for
     * ever.
     */
    Future<Optional<Resting>> of(SqlClient client, UUID petId);
}
