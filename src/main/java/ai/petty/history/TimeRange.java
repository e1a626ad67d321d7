package ai.petty.history;

import ai.petty.problem.Refusal;
import java.time.Duration;

/**
 * A time that is asked about, in microseconds since 1970 UTC.
 *
 * @param from the first microsecond that belongs to it
 * @param to the first that no longer does
 */
public record TimeRange(long from, long to) {
    /** The last {@code length} before {@code end}, with {@code end} itself. */
    static TimeRange upTo(long end, Duration length) {
        return new TimeRange(end - micros(length) + 1, end + 1);
    }

    /** Refuses what is empty or longer than {@code longest}. */
    public void check(Duration longest) {
        if (from >= to) {
            throw refusal("'from' must be before 'to'.");
        }
        if (to - from > micros(longest)) {
            throw refusal("'from' and 'to' may be at most %d days apart here.".formatted(longest.toDays()));
        }
    }

    /** What is left of it from {@code t} on. */
    public TimeRange startingAt(long t) {
        return new TimeRange(Math.max(from, t), to);
    }

    /** The first part of it, about as long as {@code length}, that ends with a whole bin (or with the range). */
    TimeRange firstBins(Duration length, Duration bin) {
        var end = from + micros(length);
        return new TimeRange(from, Math.min(to, end - Math.floorMod(end, micros(bin))));
    }

    private static Refusal refusal(String detail) {
        return Refusal.of(Refusal.Kind.INVALID, "range.invalid", detail);
    }

    static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
