package ai.petty.plan;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Tells in sentences what a pet's people are being warned of. */
@FunctionalInterface
public interface OpenAlerts {
    /** Where nobody warns of anything. */
    OpenAlerts NONE = petId -> Future.succeededFuture(List.of());

    Future<List<String>> sentences(UUID petId);
}
