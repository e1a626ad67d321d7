package ai.petty.timeline;

import ai.petty.inference.behaviour.Behaviour;
import io.vertx.core.Future;
import java.util.UUID;

/** What feedback has taught about how sure we may be. */
@FunctionalInterface
public interface Calibration {
    /** Nothing has been learnt: a confidence is told as it was found. */
    Calibration NONE = petId -> Future.succeededFuture((behaviour, raw) -> raw);

    /** What holds for this pet's events. */
    Future<Curve> of(UUID petId);

    /** From what was found to what is told, 0..1. */
    @FunctionalInterface
    interface Curve {
        double calibrated(Behaviour behaviour, double raw);
    }
}
