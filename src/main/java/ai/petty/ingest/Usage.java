package ai.petty.ingest;

import ai.petty.limits.LimitName;
import ai.petty.limits.Limits;
import ai.petty.problem.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What one body takes from the budgets of the collars in it: all of it, or nothing. */
final class Usage {
    private final Limits limits;
    private final long backfillBefore;
    private final Map<String, Integer> backfillBySerial = new HashMap<>();

    /** @param backfillBefore microseconds since 1970 UTC: what was measured before it is back-filled */
    Usage(Limits limits, long backfillBefore) {
        this.limits = limits;
        this.backfillBefore = backfillBefore;
    }

    void count(String serial, long t) {
        backfillBySerial.merge(serial, t < backfillBefore ? 1 : 0, Integer::sum);
    }

    Optional<Refusal> take(LimitName limit) {
        for (var used : backfillBySerial.entrySet()) {
            var wait = limits.take(limit, used.getKey(), 1)
                    .or(() -> used.getValue() == 0 || limit == LimitName.V1_INGEST
                            ? Optional.empty()
                            : limits.take(LimitName.V2_BACKFILL, used.getKey(), used.getValue()));
            if (wait.isPresent()) {
                return Optional.of(tooFast(used.getKey(), wait.get()));
            }
        }
        return Optional.empty();
    }

    static Refusal tooFast(String serial, Duration wait) {
        return Refusal.tooMany(
                "limit.exceeded", "Collar " + serial + " sends too fast; nothing of this was stored.", wait);
    }
}
