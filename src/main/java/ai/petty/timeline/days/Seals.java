package ai.petty.timeline.days;

import ai.petty.inference.SealedUntil;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;

/** Tells those who evaluate which of a pet's days stand. */
public final class Seals implements SealedUntil {
    @Override
    public Future<Long> of(SqlClient client, long pairingId) {
        return SealRepository.sealedUntil(client, pairingId).map(until -> until.orElse(Long.MIN_VALUE));
    }
}
