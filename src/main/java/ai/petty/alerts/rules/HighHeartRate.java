package ai.petty.alerts.rules;

import ai.petty.config.PettyConfig;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The heart beats much faster than usual while the pet rests. What is usual is the pet's own: neither weight nor age predict it.
 * A pet that moves is judged no further until it rests again.
 */
public final class HighHeartRate {
    private final PettyConfig.HeartRateRule rule;

    public HighHeartRate(PettyConfig.HeartRateRule rule) {
        this.rule = rule;
    }

    /**
     * A heart rate that was measured while the activity was known.
     *
     * @param t microseconds since 1970 UTC
     * @param hr beats a minute
     * @param isLive it was stored soon after it was measured
     */
    public record Beat(long t, float hr, boolean isAtRest, boolean isLive) {}

    /**
     * @param high readings in a row that were too high
     * @param since the first of them
     * @param calm readings in a row that were calm, while the alert is open
     * @param last time of the last reading
     */
    public record State(int high, long since, int calm, long last, boolean isOpen) {
        public static final State START = new State(0, 0, 0, Long.MIN_VALUE, false);
    }

    /** @param restingBpm the pet's resting heart rate; empty: nothing is known to compare with */
    public Turn<State> step(State before, Beat beat, OptionalDouble restingBpm) {
        if (!beat.isAtRest() || restingBpm.isEmpty()) {
            return Turn.quiet(new State(0, 0, 0, beat.t(), before.isOpen()));
        }
        var goesOn = before.last() >= beat.t() - Span.micros(rule.longestGap());
        var resting = restingBpm.getAsDouble();
        return before.isOpen() ? whileOpen(before, beat, resting, goesOn) : whileCalm(before, beat, resting, goesOn);
    }

    private Turn<State> whileCalm(State before, Beat beat, double resting, boolean goesOn) {
        if (beat.hr() <= rule.factor() * resting) {
            return Turn.quiet(new State(0, 0, 0, beat.t(), false));
        }
        var isMore = goesOn && before.high() > 0;
        var high = isMore ? before.high() + 1 : 1;
        var since = isMore ? before.since() : beat.t();
        var isDue = high >= rule.readings() && beat.t() - since >= Span.micros(rule.lasting());
        if (!isDue || !beat.isLive()) {
            return Turn.quiet(new State(high, since, 0, beat.t(), false));
        }
        var evidence = new TreeMap<>(Map.of(
                "heart_rate_bpm", (double) beat.hr(), "resting_heart_rate_bpm", resting, "readings", (double) high));
        return Turn.of(new State(0, since, 0, beat.t(), true), new Change.Opened(since, beat.t(), evidence));
    }

    private Turn<State> whileOpen(State before, Beat beat, double resting, boolean goesOn) {
        var isCalm = beat.hr() <= rule.calmFactor() * resting;
        var calm = !isCalm ? 0 : goesOn ? before.calm() + 1 : 1;
        return calm < rule.readings()
                ? Turn.quiet(new State(0, before.since(), calm, beat.t(), true))
                : Turn.of(new State(0, 0, 0, beat.t(), false), new Change.Ended(beat.t(), Ending.CLEARED));
    }
}
