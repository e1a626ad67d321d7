package ai.petty.inference.behaviour;

import ai.petty.ingest.Reading;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a rule holds, online and in bounded memory. A stretch is readings of the rule's activity without a gap. Where a rule holds
 * over a stretch from its begin, that is the episode. Else the first readings over which it holds are, and grow as long as it goes on
 * holding; it may fail over what has been added for as long as a gap may be, and is then taken back to where it last held. What comes
 * after that place is looked at anew.
 */
final class Runs implements Layout.Laid {
    private static final Reading[] NONE = {};

    private final Rule rule;
    private final long gap;
    private final long speaksFor;
    private final long shortestPart;

    private boolean isInStretch;
    private long start;
    private long last;
    private @Nullable Run current;
    /** Begins where {@code current} last held; is dropped when that holds again, and else follows it. */
    private @Nullable Run next;
    /** From where neither is: since then, and the last few readings. */
    private @Nullable Evidence sought;

    private Reading[] recent = NONE;

    Runs(Rule rule, BehaviourOptions options) {
        this.rule = rule;
        this.gap = Span.micros(options.longestGap());
        this.speaksFor = Span.micros(options.speaksFor());
        this.shortestPart = Span.micros(rule.shortestPart());
    }

    private Runs(Runs other) {
        rule = other.rule;
        gap = other.gap;
        speaksFor = other.speaksFor;
        shortestPart = other.shortestPart;
        isInStretch = other.isInStretch;
        start = other.start;
        last = other.last;
        current = other.current;
        next = other.next;
        sought = other.sought;
        recent = other.recent;
    }

    Runs copy() {
        return new Runs(this);
    }

    /** It has become {@code t}. */
    void advance(long t, Consumer<Draft> ended) {
        if (isInStretch && t - last > gap) {
            end(ended);
        }
        while (current != null && t - current.held().last() > gap) {
            endCurrent(ended);
        }
    }

    /** @param reading one that has an activity */
    void add(Reading reading, int activity, Consumer<Draft> ended) {
        if (activity != rule.activity()) {
            end(ended);
            return;
        }
        if (!isInStretch) {
            isInStretch = true;
            start = reading.t();
        }
        if (current != null && reading.t() - current.all().from() > Span.LONGEST) {
            endCurrent(ended);
        }
        last = reading.t();
        if (current != null) {
            current = current.with(reading, rule, speaksFor);
            if (current.holds()) {
                next = null;
                forget();
                return;
            }
        }
        next = next == null ? null : next.with(reading, rule, speaksFor);
        if (next != null && rule.isHopeless(next.all()) && next.held().micros() < shortestPart) {
            next = null;
        }
        if (next == null) {
            seek(reading);
        }
        if (current != null && rule.isHopeless(current.all())) {
            endCurrent(ended);
        } else if (current == null) {
            promote();
        }
    }

    private void seek(Reading reading) {
        var grown = sought == null || reading.t() - sought.from() > Span.LONGEST
                ? Evidence.of(reading)
                : sought.with(reading, speaksFor);
        sought = rule.isHopeless(grown) ? Evidence.of(reading) : grown;
        var kept = Math.min(recent.length, rule.fewest() - 1);
        var window = Arrays.copyOfRange(recent, recent.length - kept, recent.length + 1);
        window[kept] = reading;
        recent = window;
        if (rule.holds(sought)) {
            next = new Run(sought);
            forget();
        } else if (recent.length == rule.fewest()) {
            var few = Evidence.of(recent[0]);
            for (var i = 1; i < recent.length; i++) {
                few = few.with(recent[i], speaksFor);
            }
            if (rule.holds(few)) {
                next = new Run(few);
                forget();
            }
        }
    }

    private void forget() {
        sought = null;
        recent = NONE;
    }

    private void promote() {
        current = next;
        next = null;
    }

    private void endCurrent(Consumer<Draft> ended) {
        if (current != null && isTold(current)) {
            ended.accept(rule.draft(current.held()));
        }
        promote();
    }

    private void end(Consumer<Draft> ended) {
        while (current != null) {
            endCurrent(ended);
        }
        forget();
        isInStretch = false;
        start = 0;
        last = 0;
    }

    private boolean isTold(Run run) {
        var held = run.held();
        return held.from() == start && held.last() == last || held.micros() >= shortestPart;
    }

    Optional<Draft> open() {
        return Optional.ofNullable(current)
                .filter(this::isTold)
                .map(Run::held)
                .filter(held -> !rule.isPremature(held))
                .map(rule::draft);
    }

    @Override
    public void lay(Layout layout) {
        isInStretch = layout.flag(isInStretch);
        if (!isInStretch) {
            return;
        }
        start = layout.time(start);
        last = layout.time(last);
        current = layout.maybe(current, Run::new);
        next = layout.maybe(next, Run::new);
        sought = layout.maybe(sought, Evidence::new);
        var laid = new Reading[layout.count(recent.length, rule.fewest())];
        for (var i = 0; i < laid.length; i++) {
            laid[i] = ReadingLayout.lay(layout, i < recent.length ? recent[i] : ReadingLayout.EMPTY);
        }
        recent = laid;
    }
}
