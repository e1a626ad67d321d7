package ai.petty.inference.behaviour;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a pet in a quarter of an hour. All of the world's time zones begin their days with one, so that days of every
 * zone are sums of these.
 *
 * @param start microseconds since 1970 UTC, a multiple of {@link #WIDTH}
 * @param observedS seconds in which it is known what the pet did: a gap is in none of them
 * @param restingS seconds of rest, asleep or awake
 * @param playingS seconds of play that were neither walking nor running
 * @param distanceM metres between positions, less what their accuracy explains
 * @param restingHr mean heart rate at rest, beats a minute; null when none was measured
 * @param restingHrReadings how many readings that is the mean of
 * @param restingBr mean breathing rate at rest, breaths a minute; null when none was measured
 * @param restingBrReadings how many readings that is the mean of
 * @param readings how many readings lie in it
 */
public record Bin(
        long start,
        float observedS,
        float restingS,
        float walkingS,
        float runningS,
        float playingS,
        float distanceM,
        @Nullable Float restingHr,
        int restingHrReadings,
        @Nullable Float restingBr,
        int restingBrReadings,
        int readings) {
    public static final Duration WIDTH = Duration.ofMinutes(15);
}
