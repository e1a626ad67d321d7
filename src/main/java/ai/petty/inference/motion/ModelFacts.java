package ai.petty.inference.motion;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What may be said of the model that is being served.
 *
 * @param measured what it was measured on, as its file of figures says; empty for a model that came without one
 */
public record ModelFacts(String version, double threshold, List<MotionLabel> labels, JsonObject measured) {}
