package ai.petty.client;

import org.jspecify.annotations.Nullable;

/**
 * One reading as a collar sends it. At least one value is there.
 *
 * @param t the collar's time, microseconds since 1970 UTC
 * @param n the reading's own counter among those that share {@code t}
 * @param hr heart rate, beats a minute
 * @param br breathing rate, breaths a minute
 * @param activity 0 resting, 1 walking, 2 playing
 * @param fix where the collar was
 * @param temperatureC degrees Celsius
 * @param batteryPct percent
 */
public record CollarReading(
        long t,
        int n,
        @Nullable Float hr,
        @Nullable Float br,
        @Nullable Integer activity,
        @Nullable Fix fix,
        @Nullable Float temperatureC,
        @Nullable Float batteryPct) {

    /**
     * A position.
     *
     * @param latE6 latitude, degrees times 1e6, WGS 84
     * @param lonE6 longitude, degrees times 1e6, WGS 84
     * @param accuracyM radius of the fix, metres; null when the receiver does not say
     */
    public record Fix(int latE6, int lonE6, @Nullable Float accuracyM) {}

    /** The same reading, taken at another time. */
    public CollarReading at(long otherT) {
        return new CollarReading(otherT, n, hr, br, activity, fix, temperatureC, batteryPct);
    }
}
