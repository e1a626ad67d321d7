package ai.petty.identity.tokens;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at something, one look at a time. Who asks for one while one is under way gets the next: that one has begun before what
 * they want to see.
 */
final class Looks {
    private final Supplier<Future<Void>> look;
    private boolean looking;
    private @Nullable Promise<Void> next;

    /** @param look never fails */
    Looks(Supplier<Future<Void>> look) {
        this.look = look;
    }

    /** @return completes on the caller's context when a look that began after this call has ended */
    Future<Void> again() {
        Promise<Void> mine;
        boolean first;
        synchronized (this) {
            first = !looking;
            looking = true;
            var waiting = next;
            mine = first || waiting == null ? Promise.promise() : waiting;
            if (!first) {
                next = mine;
            }
        }
        if (first) {
            begin(mine);
        }
        return CallersContext.of(mine.future());
    }

    private void begin(Promise<Void> whose) {
        look.get().onComplete(looked -> {
            Promise<Void> follower;
            synchronized (this) {
                follower = next;
                next = null;
                looking = follower != null;
            }
            whose.complete();
            if (follower != null) {
                begin(follower);
            }
        });
    }
}
