package ai.petty.feedback;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * One window of motion within an event, as the model saw it.
 *
 * @param t0 time of its first sample, microseconds since 1970 UTC
 * @param micros how long it is
 * @param label what the model made of it when it came
 * @param model its version
 * @param features what it made it of, in the order of {@code featureSet}; NaN where one cannot be told
 * @param featureSet names that order and its version
 */
public record MotionEvidence(
        long t0, long micros, String label, float probability, String model, List<Float> features, String featureSet) {
    public JsonObject json() {
        return new JsonObject()
                .put("t0", t0)
                .put("micros", micros)
                .put("label", label)
                .put("probability", probability)
                .put("model", model)
                .put("feature_set", featureSet)
                .put("features", told(features));
    }

    static MotionEvidence of(JsonObject json) {
        return new MotionEvidence(
                json.getLong("t0"),
                json.getLong("micros"),
                json.getString("label"),
                json.getFloat("probability"),
                json.getString("model"),
                json.getJsonArray("features").stream()
                        .map(feature -> feature == null ? Float.NaN : ((Number) feature).floatValue())
                        .toList(),
                json.getString("feature_set"));
    }

    /** JSON knows no number that is none: what cannot be told is null. */
    private static JsonArray told(List<Float> features) {
        var told = new JsonArray();
        features.forEach(feature -> told.add(feature.isNaN() ? null : feature));
        return told;
    }
}
