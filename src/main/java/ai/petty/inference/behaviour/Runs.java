package ai.petty.inference.behaviour;

import ai.petty.ingest.Reading;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a rule holds, online and in bounded memory. A stretch is readings of the rule's activity without a gap. Where a rule holds
 * over a stretch as a whole, that is the episode. Else parts are: one begins with the first few readings over which the rule holds, and
 * grows as long as it goes on holding; it may fail over what has been added for as long as a gap may be, and is then taken back to
 * where it last held. What comes after that place is looked at anew. Parts are told when the rule holds over them clearly.
 */
final class Runs implements Layout.Laid {
    private static final Reading[] NONE = {};

    private final Rule rule;
    private final long gap;
    private final long speaksFor;

    private boolean isInStretch;
    private long start;
    private long last;
    /** The stretch so far, while the rule may hold over it and nothing else has been told of it. */
    private @Nullable Evidence whole;

    private @Nullable Run current;
    /** Begins where {@code current} last held; is dropped when that holds again, and else follows it. */
    private @Nullable Run next;
    /** From where neither is: the last few readings. */
    private Reading[] recent = NONE;

    Runs(Rule rule, BehaviourOptions options) {
        this.rule = rule;
        this.gap = Span.micros(options.longestGap());
        this.speaksFor = Span.micros(options.speaksFor());
    }

    private Runs(Runs other) {
        rule = other.rule;
        gap = other.gap;
        speaksFor = other.speaksFor;
        isInStretch = other.isInStretch;
        start = other.start;
        last = other.last;
        current = other.current;
        next = other.next;
        whole = other.whole;
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
        if (current != null && reading.t() - current.all().from() > Span.LONGEST) {
            endCurrent(ended);
        }
        if (!isInStretch) {
            isInStretch = true;
            start = reading.t();
            whole = Evidence.of(reading, rule.looksAtPlaces());
        } else if (whole != null) {
            whole = useful(whole.with(reading, speaksFor));
        }
        last = reading.t();
        grow(reading);
        if (current != null && rule.isHopeless(current.all())) {
            endCurrent(ended);
        } else if (current == null) {
            promote();
        }
        if (whole != null) {
            preferWhole(whole);
        }
    }

    private @Nullable Evidence useful(Evidence stretch) {
        return rule.isHopeless(stretch) || stretch.micros() > Span.LONGEST ? null : stretch;
    }

    private void grow(Reading reading) {
        if (current != null) {
            current = current.with(reading, rule, speaksFor);
            if (current.holds()) {
                next = null;
                recent = NONE;
                return;
            }
        }
        if (next != null) {
            var grown = next.with(reading, rule, speaksFor);
            next = rule.isHopeless(grown.all()) && !grown.hasHeldClearly() ? null : grown;
        }
        if (next == null && rule.counts(reading)) {
            seek(reading);
        }
    }

    private void seek(Reading reading) {
        var kept = Math.min(recent.length, rule.fewest() - 1);
        var window = Arrays.copyOfRange(recent, recent.length - kept, recent.length + 1);
        window[kept] = reading;
        recent = window;
        if (window.length < rule.fewest()) {
            return;
        }
        var few = Evidence.of(window[0], rule.looksAtPlaces());
        for (var i = 1; i < window.length; i++) {
            few = few.with(window[i], speaksFor);
        }
        if (rule.holds(few)) {
            next = new Run(few, rule);
            recent = NONE;
        }
    }

    /** A part that is not told gives way to the whole. */
    private void preferWhole(Evidence stretch) {
        if (current != null && current.hasHeldClearly()) {
            whole = null;
        } else if (rule.holds(stretch)) {
            current = new Run(stretch, rule);
            next = null;
            recent = NONE;
            whole = null;
        }
    }

    private void promote() {
        current = next;
        next = null;
    }

    private void endCurrent(Consumer<Draft> ended) {
        if (current != null && isTold(current)) {
            ended.accept(rule.draft(current.held()));
            whole = null;
        } else if (current != null && current.all().from() == start) {
            whole = useful(current.all());
        }
        promote();
    }

    private void end(Consumer<Draft> ended) {
        while (current != null) {
            endCurrent(ended);
        }
        recent = NONE;
        whole = null;
        isInStretch = false;
        start = 0;
        last = 0;
    }

    private boolean isTold(Run run) {
        var held = run.held();
        return run.hasHeldClearly() || (held.from() == start && held.last() == last);
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
        whole = layout.maybe(whole, Evidence::new);
        var laid = new Reading[layout.count(recent.length, rule.fewest())];
        for (var i = 0; i < laid.length; i++) {
            laid[i] = ReadingLayout.lay(layout, i < recent.length ? recent[i] : ReadingLayout.EMPTY);
        }
        recent = laid;
    }
}
