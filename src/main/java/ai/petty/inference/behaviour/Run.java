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

    private boolean hasHeldClearly;

    /** For what is read from a layout. */
    Run() {}

    /** @param all the rule holds over it */
    Run(Evidence all, Rule rule) {
        this(all, null, rule.holdsClearly(all));
    }

    private Run(Evidence all, @Nullable Evidence held, boolean hasHeldClearly) {
        this.all = all;
        this.held = held;
        this.hasHeldClearly = hasHeldClearly;
    }

    Run with(Reading next, Rule rule, long speaksFor) {
        var grown = all.with(next, speaksFor);
        return rule.holds(grown)
                ? new Run(grown, null, hasHeldClearly || rule.holdsClearly(grown))
                : new Run(grown, held(), hasHeldClearly);
    }

    /** Then it is told, and goes on being told while it grows. */
    boolean hasHeldClearly() {
        return hasHeldClearly;
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
        hasHeldClearly = layout.flag(hasHeldClearly);
    }
}
