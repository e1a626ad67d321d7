package ai.petty.alerts.rules;

import ai.petty.config.PettyConfig;
import java.util.Map;
import java.util.TreeMap;

/** The collar should be charged. It is over only when there is clearly more in the battery: under load it says less than it has. */
public final class LowBattery {
    private final PettyConfig.BatteryRule rule;

    public LowBattery(PettyConfig.BatteryRule rule) {
        this.rule = rule;
    }

    /** Whether there is an alert. */
    public record State(boolean isOpen) {
        public static final State START = new State(false);
    }

    /**
     * @param t microseconds since 1970 UTC
     * @param isLive it was stored soon after it was measured
     */
    public Turn<State> step(State before, long t, float pct, boolean isLive) {
        if (!before.isOpen() && pct < rule.belowPct() && isLive) {
            return Turn.of(
                    new State(true), new Change.Opened(t, t, new TreeMap<>(Map.of("battery_pct", (double) pct))));
        }
        if (before.isOpen() && pct > rule.resolvedAbovePct()) {
            return Turn.of(State.START, new Change.Ended(t, Ending.CLEARED));
        }
        return Turn.quiet(before);
    }
}
