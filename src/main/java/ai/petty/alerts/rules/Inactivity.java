package ai.petty.alerts.rules;

import ai.petty.config.PettyConfig;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pet has not moved for much of the day. Only rest that readings have seen counts: a silence is none, and a longer one ends
 * it, as any movement does. Every morning it begins anew, so that a night is never part of it.
 */
public final class Inactivity {
    private static final double MICROS_AN_HOUR = 3.6e9;

    private final PettyConfig.InactivityRule rule;
    private final Daytime daytime;

    public Inactivity(PettyConfig.InactivityRule rule) {
        this.rule = rule;
        this.daytime = new Daytime(LocalTime.parse(rule.dayFrom()), LocalTime.parse(rule.dayTo()));
    }

    /**
     * What a collar says of the pet's movement.
     *
     * @param t microseconds since 1970 UTC
     * @param isLive it was stored soon after it was measured
     */
    public record Posture(long t, boolean isAtRest, boolean isLive) {}

    /**
     * @param day the day, counted from 1970, in whose daytime rest is added up
     * @param since when the rest of that daytime began, microseconds since 1970 UTC
     * @param restMicros how much of it there was
     * @param last time of the last reading
     * @param wasAtRest what that one said
     */
    public record State(long day, long since, long restMicros, long last, boolean wasAtRest, boolean isOpen) {
        public static final State START = new State(Long.MIN_VALUE, 0, 0, Long.MIN_VALUE, false, false);

        /** The same rest, and no alert of it. */
        public State unopened() {
            return new State(day, since, restMicros, last, wasAtRest, false);
        }
    }

    /** @param zone where the pet lives */
    public Turn<State> step(State before, Posture now, ZoneId zone) {
        if (!now.isAtRest()) {
            var moved = new State(Long.MIN_VALUE, 0, 0, now.t(), false, false);
            return before.isOpen() ? Turn.of(moved, new Change.Ended(now.t(), Ending.CLEARED)) : Turn.quiet(moved);
        }
        var rested = rested(before, now, zone);
        var isDue = !before.isOpen()
                && rested.restMicros() > Span.micros(rule.longest())
                && now.isLive()
                && daytime.holds(now.t(), zone);
        if (!isDue) {
            return Turn.quiet(rested);
        }
        var evidence = new TreeMap<>(Map.of("rest_h", rested.restMicros() / MICROS_AN_HOUR));
        return Turn.of(
                new State(rested.day(), rested.since(), rested.restMicros(), now.t(), true, true),
                new Change.Opened(rested.since(), now.t(), evidence));
    }

    private State rested(State before, Posture now, ZoneId zone) {
        var day = daytime.dayOf(now.t(), zone);
        var goesOn = before.wasAtRest() && now.t() - before.last() <= Span.micros(rule.longestGap());
        var seen = goesOn ? daytime.within(day, before.last(), now.t(), zone) : 0;
        var isSameDay = goesOn && before.day() == day.toEpochDay();
        var earlier = isSameDay ? before.restMicros() : 0;
        var since = isSameDay && earlier > 0 ? before.since() : now.t() - seen;
        return new State(day.toEpochDay(), since, earlier + seen, now.t(), true, before.isOpen());
    }
}
