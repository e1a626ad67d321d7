package ai.petty.history;

import org.jspecify.annotations.Nullable;

/**
 * The readings of one minute or one hour, summed up. A value that no reading had is null: unknown is not zero.
 *
 * @param t start of the minute or hour, microseconds since 1970 UTC
 * @param count readings in it
 */
public record Summary(
        long t,
        long count,
        @Nullable Double hrMean,
        @Nullable Float hrMin,
        @Nullable Float hrMax,
        @Nullable Double brMean,
        @Nullable Double activityMean,
        @Nullable Double temperatureCMean,
        @Nullable Float batteryPctMin) {}
