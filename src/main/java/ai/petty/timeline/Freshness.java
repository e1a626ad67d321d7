package ai.petty.timeline;

import io.vertx.core.Future;
import java.util.UUID;

/** Sees to it that what has been stored of a pet is evaluated. */
@FunctionalInterface
public interface Freshness {
    /** Nobody evaluates anything: what is there is all there is. */
    Freshness NONE = petId -> Future.succeededFuture();

    /**
     * Completes when everything that was stored of this pet before the call has been evaluated, by whichever process; at once when
     * there is nothing to do. Whoever asks waits a bounded time and then goes on with what there is.
     */
    Future<Void> evaluated(UUID petId);
}
