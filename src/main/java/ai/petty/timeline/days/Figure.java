package ai.petty.timeline.days;

import org.jspecify.annotations.Nullable;

/**
 * A number, and how much of its time was observed: 0..1. A number that is not known is null, whatever the coverage; one with little
 * coverage is what was seen, which may be less than there was.
 */
public record Figure(@Nullable Float value, float coverage) {
    static final Figure UNKNOWN = new Figure(null, 0);

    static float coverage(double observedS, long from, long to) {
        return to <= from ? 0 : (float) Math.clamp(observedS * 1e6 / (to - from), 0, 1);
    }
}
