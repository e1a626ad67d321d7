package ai.petty.identity.tokens;

import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;

/** One answer may be for many callers, each on an event loop of its own: it must come to each on that. */
final class CallersContext {
    private CallersContext() {}

    static <T> Future<T> of(Future<T> shared) {
        var caller = ContextInternal.current();
        if (caller == null) {
            return shared;
        }
        var own = caller.<T>promise();
        shared.onComplete(own);
        return own.future();
    }
}
