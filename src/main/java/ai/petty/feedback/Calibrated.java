package ai.petty.feedback;

import ai.petty.inference.behaviour.Behaviour;
import java.util.Map;

/**
 * What people's verdicts have made of the confidence of each behaviour, for one pet.
 *
 * @param offsets on the logit scale; a behaviour that is not in it is as it was
 */
public record Calibrated(Map<Behaviour, Double> offsets) {
    static final Calibrated AS_IT_WAS = new Calibrated(Map.of());

    /** Never another order among events of one behaviour than before. */
    public float confidence(Behaviour behaviour, float raw) {
        var offset = offsets.get(behaviour);
        return offset == null ? raw : (float) OffsetFit.shifted(raw, offset);
    }

    public boolean changes(Behaviour behaviour) {
        return offsets.containsKey(behaviour);
    }
}
