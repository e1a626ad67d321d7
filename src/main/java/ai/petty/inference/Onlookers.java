package ai.petty.inference;

import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Whoever may have looked at a mark before it was taken off, and found it old enough: only when they have committed is everything to be
 * read that the mark stood for. Whoever began after that does not matter.
 */
final class Onlookers {
    /** How soon it is asked again; most transactions last a few milliseconds. */
    private static final Duration LOOK = Duration.ofMillis(5);

    private final Vertx vertx;
    private final Database database;

    Onlookers(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
    }

    /**
     * Completes when they have ended.
     *
     * @param xid the transaction that took the mark off; it has committed
     * @param isTooLate whether it is of no use any more; then it fails
     */
    Future<Void> ended(String xid, BooleanSupplier isTooLate) {
        return ended(xid, Optional.empty(), isTooLate);
    }

    private Future<Void> ended(String xid, Optional<OffsetDateTime> begun, BooleanSupplier isTooLate) {
        return database.ask(pool -> ClaimRepository.running(pool, xid, begun)).compose(running -> {
            if (!running.isAny()) {
                return Future.succeededFuture();
            }
            if (isTooLate.getAsBoolean()) {
                return Future.failedFuture(new IllegalStateException("a transaction does not end"));
            }
            var looked = Promise.<Void>promise();
            vertx.setTimer(LOOK.toMillis(), timer -> looked.complete());
            return looked.future().compose(nothing -> ended(xid, Optional.of(running.begun()), isTooLate));
        });
    }
}
