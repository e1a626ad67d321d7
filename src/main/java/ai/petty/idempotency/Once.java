package ai.petty.idempotency;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/** What makes sure that a change which was asked for once is made once, however often the request for it arrives. */
@FunctionalInterface
public interface Once {
    /** Where nobody wants to be sure: a request without a key, or a change by the process itself. */
    Once NOT_ASKED_FOR = transaction -> Future.succeededFuture();

    /**
     * To be the first statement in the transaction of the change: it takes effect with it or not at all.
     *
     * @return fails with {@code idempotency.in_progress} when another attempt was there first, so that the transaction is undone
     */
    Future<Void> take(SqlConnection transaction);
}
