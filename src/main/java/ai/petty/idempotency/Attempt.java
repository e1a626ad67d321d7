package ai.petty.idempotency;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.UUID;

/**
 * One attempt at a request with a key, the only one that may change something.
 *
 * @param row which request
 * @param attempt which attempt at it
 */
public record Attempt(UUID row, UUID attempt) implements Once {
    @Override
    public Future<Void> take(SqlConnection transaction) {
        return IdempotencyRepository.takeEffect(transaction, this)
                .compose(taken -> taken ? Future.succeededFuture() : Future.failedFuture(Idempotency.inProgress()));
    }
}
