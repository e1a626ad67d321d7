package ai.petty.alerts.rules;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Nothing is heard of the collar. What a phone brings from an earlier time is no sign of life of now. */
public final class Offline {
    private static final double A_SECOND = 1e6;

    private final long longestSilence;

    /** @param longestSilence of a collar that is well */
    public Offline(Duration longestSilence) {
        this.longestSilence = Span.micros(longestSilence);
    }

    /** @param since when it was last heard before it fell silent, microseconds since 1970 UTC; empty: there is no alert */
    public record State(OptionalLong since) {
        public static final State START = new State(OptionalLong.empty());
    }

    /** When nothing may have been heard since, at {@code now}, of a collar that is offline. */
    public long silentBefore(long now) {
        return now - longestSilence;
    }

    /**
     * Times are microseconds since 1970 UTC.
     *
     * @param heard when the collar was last heard
     * @param listening since when anybody could have heard it
     */
    public Turn<State> step(State before, long heard, long listening, long now) {
        var isSilent = Math.max(heard, listening) < silentBefore(now);
        if (before.since().isEmpty() && isSilent) {
            var evidence = new TreeMap<>(Map.of("silence_s", (now - heard) / A_SECOND));
            return Turn.of(new State(OptionalLong.of(heard)), new Change.Opened(heard, now, evidence));
        }
        // Listening anew is not hearing.
        if (before.since().isPresent() && heard >= silentBefore(now)) {
            return Turn.of(State.START, new Change.Ended(heard, Ending.CLEARED));
        }
        return Turn.quiet(before);
    }
}
