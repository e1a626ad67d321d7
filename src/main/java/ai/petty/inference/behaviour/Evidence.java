package ai.petty.inference.behaviour;

import static java.util.Objects.requireNonNull;

import ai.petty.ingest.Reading;
import org.jspecify.annotations.Nullable;

/** What readings of the same activity, one after the other, add up to. It never changes. */
final class Evidence implements Layout.Laid {
    private long from;
    private long last;
    private int readings;
    private long coveredMicros;
    private HeartRates heart = new HeartRates();
    /** Null where nobody asks for places. */
    private @Nullable Area area;

    /** For what is read from a layout. */
    Evidence() {}

    static Evidence of(Reading first, boolean withPlaces) {
        var begun = new Evidence();
        begun.area = withPlaces ? new Area() : null;
        begun.from = first.t();
        begun.last = first.t();
        return begun.with(first, 0);
    }

    /** @param speaksFor microseconds for which a reading tells of what comes after it */
    Evidence with(Reading next, long speaksFor) {
        var grown = new Evidence();
        grown.from = from;
        grown.last = next.t();
        grown.readings = readings + 1;
        grown.coveredMicros = coveredMicros + Math.min(next.t() - last, speaksFor);
        grown.heart = heart;
        grown.area = area;
        if (next.hr() != null) {
            grown.heart = heart.copy();
            grown.heart.add(next.hr());
        }
        if (area != null && Place.isUsable(next)) {
            grown.area = area.with(next);
        }
        return grown;
    }

    long from() {
        return from;
    }

    long last() {
        return last;
    }

    long micros() {
        return last - from;
    }

    int readings() {
        return readings;
    }

    HeartRates heart() {
        return heart;
    }

    Area area() {
        return requireNonNull(area, "a rule that asks for places says so");
    }

    Draft draft(Behaviour behaviour) {
        return new Draft(behaviour, from, last, coveredMicros)
                .with("readings", readings)
                .with(heart);
    }

    @Override
    public void lay(Layout layout) {
        from = layout.time(from);
        last = layout.time(last);
        readings = layout.count(readings, Integer.MAX_VALUE);
        coveredMicros = layout.number(coveredMicros);
        heart.lay(layout);
        area = layout.maybe(area, Area::new);
    }
}
