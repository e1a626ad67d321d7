package ai.petty.alerts.lost;

import java.time.Duration;
import java.util.Map;

/** Reaches the collars that are connected to this process. */
@FunctionalInterface
public interface CollarUplinks {
    /**
     * From now on these are asked to report so often, by their serials, and every other one as usual. Must not block, and may be called from
     * any thread.
     */
    void reportEvery(Map<String, Duration> serialToInterval);
}
