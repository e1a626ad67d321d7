package ai.petty.alerts.rules;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Nothing is heard of the collar. What a phone brings from an earlier time is no sign of life of now. It is over when the collar has
 * been heard for a while without another silence: one that comes and goes is told of once.
 */
public final class Offline {
    private static final double A_SECOND = 1e6;
    private static final Duration WELL_FOR = Duration.ofMinutes(5);

    private final long longestSilence;
    private final int reports;

    /**
     * @param longestSilence of a collar that is well
     * @param reports that may be missed by one that reports more rarely than that
     */
    public Offline(Duration longestSilence, int reports) {
        this.longestSilence = Span.micros(longestSilence);
        this.reports = reports;
    }

    /**
     * Times are microseconds since 1970 UTC.
     *
     * @param since when it was last heard before it fell silent; empty: there is no alert
     * @param backSince when it was heard again, without a silence since; empty while it is silent, and without an alert
     */
    public record State(OptionalLong since, OptionalLong backSince) {
        public static final State START = new State(OptionalLong.empty(), OptionalLong.empty());
    }

    /**
     * What is known of a collar. Times are microseconds since 1970 UTC.
     *
     * @param last when the collar was last heard
     * @param listening since when anybody could have heard it
     * @param usualInterval between two of its reports, microseconds; 0 where that is not known
     */
    public record Heard(long last, long listening, long usualInterval) {}

    /** When nothing may have been heard since, at {@code now}, of a collar that is offline, however often it reports. */
    public long silentBefore(long now) {
        return now - longestSilence;
    }

    private long silentBefore(Heard heard, long now) {
        return now - Math.max(longestSilence, reports * heard.usualInterval());
    }

    /** @param now microseconds since 1970 UTC */
    public Turn<State> step(State before, Heard heard, long now) {
        var silentBefore = silentBefore(heard, now);
        if (before.since().isEmpty()) {
            return Math.max(heard.last(), heard.listening()) < silentBefore
                    ? opened(heard.last(), now)
                    : Turn.quiet(State.START);
        }
        // Listening anew is not hearing.
        if (heard.last() < silentBefore) {
            return Turn.quiet(new State(before.since(), OptionalLong.empty()));
        }
        var back = before.backSince().orElse(heard.last());
        return now - back >= Span.micros(WELL_FOR)
                ? Turn.of(State.START, new Change.Ended(back, Ending.CLEARED))
                : Turn.quiet(new State(before.since(), OptionalLong.of(back)));
    }

    private static Turn<State> opened(long heard, long now) {
        var evidence = new TreeMap<>(Map.of("silence_s", (now - heard) / A_SECOND));
        return Turn.of(
                new State(OptionalLong.of(heard), OptionalLong.empty()), new Change.Opened(heard, now, evidence));
    }
}
