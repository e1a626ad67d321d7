package ai.petty.plan;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Tells how active a pet was of late. */
@FunctionalInterface
public interface ActivitySource {
    /**
     * Of whole days before the one that it is where the pet lives.
     *
     * @return empty when nothing was observed
     */
    Future<Optional<ObservedActivity>> observed(UUID petId);
}
