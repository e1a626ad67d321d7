package ai.petty.inference.behaviour;

import ai.petty.ingest.Reading;
import org.jspecify.annotations.Nullable;

/**
 * Readings over which a rule has held and may hold again. It never changes.
 */
final class Run implements Layout.Laid {
    private Evidence all = new Evidence();
    /** What it held over the last time; null while it holds over all. */
    private @Nullable Evidence held;

    /** For what is read from a layout. */
    Run() {}

    /** @param all a rule holds over it */
    Run(Evidence all) {
        this(all, null);
    }

    private Run(Evidence all, @Nullable Evidence held) {
        this.all = all;
        this.held = held;
    }

    Run with(Reading next, Rule rule, long speaksFor) {
        var grown = all.with(next, speaksFor);
        return new Run(grown, rule.holds(grown) ? null : held());
    }

    boolean holds() {
        return held == null;
    }

    Evidence all() {
        return all;
    }

    /** Over which it held the last time. */
    Evidence held() {
        return held == null ? all : held;
    }

    @Override
    public void lay(Layout layout) {
        all.lay(layout);
        held = layout.maybe(held, Evidence::new);
    }
}
