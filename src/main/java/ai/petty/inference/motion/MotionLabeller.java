package ai.petty.inference.motion;

import ai.petty.ingest.Motion;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** Labels motion. */
@FunctionalInterface
public interface MotionLabeller {
    /** How long a model that has failed is left alone by who labels what is stored. */
    Duration REST = Duration.ofSeconds(15);

    /**
     * @return one for each, in the same order; fails when the model is out, too busy, or too slow: then the rules go on without
     */
    Future<List<LabelledMotion>> label(List<Motion> motions);
}
