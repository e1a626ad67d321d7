package ai.petty.inference;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;

/** Knows the history that stands, whatever comes late. Another room seals it. */
@FunctionalInterface
public interface SealedUntil {
    SealedUntil NOTHING = (client, pairingId) -> Future.succeededFuture(Long.MIN_VALUE);

    /**
     * Up to when nothing that was found of a pairing changes any more: what began before that stays as it is. It is asked for what is
     * more than a day old only; nothing younger may be sealed.
     *
     * @param client of the evaluation's own transaction, before it commits
     * @return microseconds since 1970 UTC
     */
    Future<Long> of(SqlClient client, long pairingId);
}
