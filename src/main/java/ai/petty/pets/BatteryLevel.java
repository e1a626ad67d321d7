package ai.petty.pets;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How full a collar's battery was.
 *
 * @param pct percent
 * @param at when it was measured
 */
public record BatteryLevel(float pct, Instant at) {
    /** The one that was measured later. */
    static @Nullable BatteryLevel newer(@Nullable BatteryLevel one, @Nullable BatteryLevel other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.at.isAfter(other.at) ? one : other;
    }
}
