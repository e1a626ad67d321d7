package ai.petty.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A pool that is replaced whole when the server behind its connections has turned read-only: after a failover they would
 * answer for as long as they live, and refuse every write.
 */
final class RenewablePool {
    private final Supplier<Pool> make;
    private final AtomicReference<Pool> current;

    RenewablePool(Supplier<Pool> make) {
        this.make = make;
        this.current = new AtomicReference<>(make.get());
    }

    <T> Future<T> use(Function<Pool, Future<T>> work) {
        var pool = current.get();
        return work.apply(pool).onFailure(cause -> {
            if (Failures.isReadOnly(cause)) {
                renew(pool);
            }
        });
    }

    private void renew(Pool old) {
        var fresh = make.get();
        // Of those that saw the same failure only one may put its pool in the old one's place.
        (current.compareAndSet(old, fresh) ? old : fresh).close();
    }

    Future<Void> close() {
        return current.get().close();
    }
}
