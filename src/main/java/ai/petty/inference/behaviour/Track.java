package ai.petty.inference.behaviour;

import org.jspecify.annotations.Nullable;

/**
 * How far and how fast a pet goes by its positions, less what their errors explain. A way of length d between positions that may be off
 * by a and b together counts as √(d² - a² - b²), and is only looked at when it is twice that error: else a pet that lies still would
 * collect metres. Positions lie close together where a collar reports often, so the way is measured from an anchor that stays until
 * the pet has left it.
 */
final class Track implements Layout.Laid {
    /** A greyhound's best; what goes faster drives. */
    private static final double FASTEST_MPS = 18;

    /** Beyond a fast trot; between two positions a pet has gone this fast at the least. */
    private static final double RUNNING_MPS = 3;

    /** Over a shorter time the error of positions is larger than the way. */
    private static final long SHORTEST_LOOK = 8 * Span.A_SECOND;
    /** What was found over the last seconds holds so long. */
    private static final long SPEED_HOLDS = 20 * Span.A_SECOND;

    private static final double MILLI = 1e3;

    private @Nullable Place anchor;
    private @Nullable Place before;
    private boolean isFast;
    private long fastT;

    Track copy() {
        var copy = new Track();
        copy.anchor = anchor;
        copy.before = before;
        copy.isFast = isFast;
        copy.fastT = fastT;
        return copy;
    }

    /** Nothing leads from before a gap to after it. */
    void advance(long t, long gap) {
        if (anchor != null && t - anchor.t() > gap) {
            anchor = null;
        }
        if (before != null && t - before.t() > gap) {
            before = null;
        }
        isFast = isFast && t - fastT <= SPEED_HOLDS;
        fastT = isFast ? fastT : 0;
    }

    /** Whether it runs, as far as positions can tell. */
    boolean isRunning(Place place) {
        if (before == null) {
            before = place;
        } else if (place.t() - before.t() >= SHORTEST_LOOK) {
            var speed = wayM(before, place) * Span.A_SECOND / (place.t() - before.t());
            isFast = speed >= RUNNING_MPS && speed <= FASTEST_MPS;
            fastT = isFast ? place.t() : 0;
            before = place;
        }
        return isFast;
    }

    /** What {@link #isRunning} found, while that holds. */
    boolean isFast() {
        return isFast;
    }

    /**
     * Millimetres that it has gone on its own feet and that were not told before.
     *
     * @param isMoving a pet at rest goes nowhere, also when it is carried or driven
     */
    long legMm(Place place, boolean isMoving) {
        if (anchor == null || !isMoving) {
            anchor = place;
            return 0;
        }
        var way = wayM(anchor, place);
        if (way == 0) {
            return 0;
        }
        var micros = place.t() - anchor.t();
        anchor = place;
        return way * Span.A_SECOND <= FASTEST_MPS * micros ? Math.round(way * MILLI) : 0;
    }

    private static double wayM(Place from, Place to) {
        var metres = from.metresTo(to);
        var error = from.errorM(to);
        return metres > 2 * error ? Math.sqrt(metres * metres - error * error) : 0;
    }

    @Override
    public void lay(Layout layout) {
        anchor = layout.maybe(anchor, Place::new);
        before = layout.maybe(before, Place::new);
        isFast = layout.flag(isFast);
        if (isFast) {
            fastT = layout.time(fastT);
        }
    }
}
