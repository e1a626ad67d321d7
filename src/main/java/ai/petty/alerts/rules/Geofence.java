package ai.petty.alerts.rules;

import ai.petty.config.PettyConfig;
import ai.petty.pets.zones.Shape;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pet is outside all of its zones. A fix is clearly outside when it is farther from every border than its accuracy and a
 * margin, and clearly inside when it is at most that margin less its accuracy away: of one and the same true place no two fixes within
 * their accuracy can be both, so that jitter opens an alert once and never ends it. A fix that is less exact than the zone is wide can tell
 * that the pet is outside, and else nothing.
 */
public final class Geofence {
    /** A fix that is as exact tells something of any zone. */
    private static final double OF_USE_M = 100;

    private final PettyConfig.GeofenceRule rule;

    public Geofence(PettyConfig.GeofenceRule rule) {
        this.rule = rule;
    }

    /**
     * Where the collar says that the pet is.
     *
     * @param t microseconds since 1970 UTC
     * @param accuracyM radius in metres; null when it does not say
     * @param isAccompanied somebody of its own is with the pet
     * @param isLive it was stored soon after it was measured
     */
    public record Fix(
            long t, int latE6, int lonE6, @Nullable Float accuracyM, boolean isAccompanied, boolean isLive) {}

    /**
     * Fixes in a row, that nothing has contradicted.
     *
     * @param since the first of them, microseconds since 1970 UTC
     * @param isLive so was the last of them
     */
    public record Row(int fixes, long since, boolean isLive) {
        public static final Row NONE = new Row(0, 0, false);

        Row with(Fix fix) {
            return new Row(fixes + 1, fixes == 0 ? fix.t() : since, fix.isLive());
        }
    }

    /**
     * @param outside clearly outside, while there is no alert
     * @param back clearly inside, while there is one
     * @param vaguelyBack inside by less than they are exact, while there is one
     */
    public record State(Row outside, Row back, Row vaguelyBack, boolean isOpen) {
        public static final State START = new State(Row.NONE, Row.NONE, Row.NONE, false);
        private static final State OPEN = new State(Row.NONE, Row.NONE, Row.NONE, true);
    }

    /** @param zones of the pet; without any it is never outside */
    public Turn<State> step(State before, Fix fix, List<Shape> zones) {
        if (zones.isEmpty()) {
            return ended(before, fix.t(), Ending.NO_ZONES);
        }
        var nearest = Border.nearest(zones, fix.latE6(), fix.lonE6());
        var away = nearest.away();
        if (accuracy(fix) > Math.max(nearest.size(), OF_USE_M) && !isOutside(fix, away)) {
            return Turn.quiet(before);
        }
        if (before.isOpen()) {
            return fix.isAccompanied() && !isInside(fix, away)
                    ? ended(before, fix.t(), Ending.ACCOMPANIED)
                    : whileOpen(before, fix, away);
        }
        if (fix.isAccompanied() || away <= 0 || isInside(fix, away)) {
            return Turn.quiet(State.START);
        }
        if (!isOutside(fix, away)) {
            return Turn.quiet(before);
        }
        var outside = before.outside().with(fix);
        return outside.isLive() && isEnough(outside, fix.t())
                ? opened(outside, fix.t())
                : Turn.quiet(new State(outside, Row.NONE, Row.NONE, false));
    }

    /**
     * Nothing has come that contradicts what was seen last.
     *
     * @param now microseconds since 1970 UTC
     * @param zones of the pet
     */
    public Turn<State> silence(State before, long now, boolean isAccompanied, List<Shape> zones) {
        if (zones.isEmpty()) {
            return ended(before, now, Ending.NO_ZONES);
        }
        var due = due(before);
        if (due.isEmpty() || due.getAsLong() > now) {
            return Turn.quiet(before);
        }
        if (before.isOpen()) {
            return ended(before, due.getAsLong(), Ending.RETURNED);
        }
        return isAccompanied ? Turn.quiet(State.START) : opened(before.outside(), due.getAsLong());
    }

    /** When silence decides, if nothing comes before; microseconds since 1970 UTC. */
    public OptionalLong due(State state) {
        var waiting = state.isOpen() ? state.back() : state.outside();
        return waiting.fixes() > 0 && waiting.isLive()
                ? OptionalLong.of(waiting.since() + Span.micros(rule.lasting()))
                : OptionalLong.empty();
    }

    private Turn<State> whileOpen(State before, Fix fix, double away) {
        if (isOutside(fix, away)) {
            return Turn.quiet(State.OPEN);
        }
        if (isInside(fix, away)) {
            var back = before.back().with(fix);
            return isEnough(back, fix.t())
                    ? ended(before, fix.t(), Ending.RETURNED)
                    : Turn.quiet(new State(Row.NONE, back, before.vaguelyBack().with(fix), true));
        }
        if (away > 0) {
            return Turn.quiet(new State(Row.NONE, before.back(), Row.NONE, true));
        }
        var vaguely = before.vaguelyBack().with(fix);
        return fix.t() - vaguely.since() >= Span.micros(rule.vagueReturn())
                ? ended(before, fix.t(), Ending.RETURNED)
                : Turn.quiet(new State(Row.NONE, before.back(), vaguely, true));
    }

    private boolean isEnough(Row row, long t) {
        return row.fixes() >= rule.fixes() || t - row.since() >= Span.micros(rule.lasting());
    }

    private boolean isOutside(Fix fix, double away) {
        return away > accuracy(fix) + rule.marginM();
    }

    private boolean isInside(Fix fix, double away) {
        return away <= rule.marginM() - accuracy(fix);
    }

    private double accuracy(Fix fix) {
        var known = fix.accuracyM();
        return known == null ? rule.unknownAccuracyM() : known;
    }

    private static Turn<State> opened(Row outside, long at) {
        return Turn.of(State.OPEN, new Change.Opened(outside.since(), at, new TreeMap<>()));
    }

    private static Turn<State> ended(State before, long at, Ending ending) {
        return before.isOpen() ? Turn.of(State.START, new Change.Ended(at, ending)) : Turn.quiet(State.START);
    }
}
