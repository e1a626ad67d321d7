package ai.petty.ingest;

import org.jspecify.annotations.Nullable;

/**
 * One checked reading of a collar. Its identity is (pairing, {@code t}, {@code n}); everything else is its values.
 *
 * @param t the collar's time, microseconds since 1970 UTC
 * @param n the reading's own counter among those that share {@code t}
 * @param hr heart rate, beats a minute
 * @param br breathing rate, breaths a minute
 * @param activity 0 resting, 1 walking, 2 playing
 * @param latE6 latitude, degrees times 1e6, WGS 84
 * @param lonE6 longitude, degrees times 1e6, WGS 84
 * @param accuracyM radius of the fix, metres
 * @param temperatureC degrees Celsius
 * @param batteryPct percent
 */
public record Reading(
        long t,
        int n,
        @Nullable Float hr,
        @Nullable Float br,
        @Nullable Short activity,
        @Nullable Integer latE6,
        @Nullable Integer lonE6,
        @Nullable Float accuracyM,
        @Nullable Float temperatureC,
        @Nullable Float batteryPct) {}
