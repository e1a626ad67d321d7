package ai.petty.identity.tokens;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question that is under way at most once, and asked again no sooner than a while after: those who come meanwhile share the
 * answer, those who come too soon get the last one.
 */
final class OneFlight<T> {
    private final long pauseNanos;
    private @Nullable Future<T> last;
    private long begunNanos;

    OneFlight(Duration pause) {
        this.pauseNanos = pause.toNanos();
    }

    /** @return completes on the caller's context, whoever it was that asked first */
    Future<T> fly(Supplier<Future<T>> question) {
        Promise<T> mine = null;
        Future<T> shared;
        synchronized (this) {
            var kept = last;
            if (kept == null || (kept.isComplete() && System.nanoTime() - begunNanos > pauseNanos)) {
                mine = Promise.promise();
                begunNanos = System.nanoTime();
                kept = mine.future();
                last = kept;
            }
            shared = kept;
        }
        if (mine != null) {
            question.get().onComplete(mine);
        }
        return CallersContext.of(shared);
    }
}
