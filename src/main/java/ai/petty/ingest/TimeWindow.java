package ai.petty.ingest;

import ai.petty.store.Micros;
import java.time.Duration;
import java.time.Instant;

/**
 * The stretch of time that a reading may come from, seen from one moment.
 *
 * @param oldest first good microsecond since 1970 UTC
 * @param newest last good microsecond since 1970 UTC
 */
public record TimeWindow(long now, long oldest, long newest) {
    /** The window around {@code now}. */
    public static TimeWindow around(Instant now, Duration maxAge, Duration maxAhead) {
        var micros = Micros.of(now);
        return new TimeWindow(micros, micros - maxAge.toNanos() / 1_000, micros + maxAhead.toNanos() / 1_000);
    }

    boolean holds(long t) {
        return oldest <= t && t <= newest;
    }
}
