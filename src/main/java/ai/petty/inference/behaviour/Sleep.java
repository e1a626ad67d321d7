package ai.petty.inference.behaviour;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sleep: a rest that lasts, hardly interrupted, over which the heart rate is steady and, where there is motion, the pet lies still. It
 * lies over the resting that it is part of, whose name it leaves as it is. Where a rest has not become a sleep in the time that a sleep
 * takes at least, it is looked at anew from there: a heart calms down only after a pet has lain down.
 */
final class Sleep implements Layout.Laid {
    private static final int FEWEST_HEART_RATES = 4;
    private static final int FEWEST_WINDOWS = 8;
    private static final double LEAST_REST = 0.9;
    private static final double LEAST_LYING = 0.8;
    private static final double MOST_MOVING = 0.2;
    private static final double HALF_TIME = 2;

    private final BehaviourOptions.Sleep options;
    private final long gap;
    private final long speaksFor;
    private @Nullable Bout rest;
    private boolean isAsleep;
    /** When it is not asleep now: as it was when it was the last time. */
    private @Nullable Bout slept;

    Sleep(BehaviourOptions options) {
        this(options.rules().sleep(), Span.micros(options.longestGap()), Span.micros(options.speaksFor()));
    }

    private Sleep(BehaviourOptions.Sleep options, long gap, long speaksFor) {
        this.options = options;
        this.gap = gap;
        this.speaksFor = speaksFor;
    }

    Sleep copy() {
        var copy = new Sleep(options, gap, speaksFor);
        copy.rest = rest == null ? null : rest.copy();
        copy.isAsleep = isAsleep;
        copy.slept = slept;
        return copy;
    }

    /** See {@link Bouts#add}. */
    void add(Sight sight, @Nullable Doing before, long micros, String model, Consumer<Draft> ended) {
        if (rest != null && before != null) {
            rest.pass(micros, before, Math.min(micros, speaksFor), sight.legMm());
            if (before != Doing.REST && sight.t() - rest.last() > Span.micros(options.stir())) {
                end(model, ended);
            }
        }
        if (sight.doing() != Doing.REST) {
            return;
        }
        if (rest != null && sight.t() - rest.from() > Span.LONGEST) {
            end(model, ended);
        }
        if (rest == null) {
            rest = Bout.of(sight);
        } else {
            go(rest, sight, model, ended);
        }
    }

    private void go(Bout resting, Sight sight, String model, Consumer<Draft> ended) {
        if (isAsleep) {
            slept = resting.copy();
        }
        resting.join(sight);
        if (holds(resting)) {
            isAsleep = true;
            slept = null;
            return;
        }
        isAsleep = false;
        var isOver = slept == null ? isInVain(resting) : sight.t() - slept.last() > gap;
        if (isOver) {
            end(model, ended);
            rest = Bout.of(sight);
        }
    }

    private boolean holds(Bout resting) {
        var isKnown = hasHeart(resting) || hasMotion(resting);
        var deviation = isAsleep || slept != null ? options.unsteady() : options.steady();
        return resting.micros() >= Span.micros(isKnown ? options.shortest() : options.blind())
                && resting.ownShare() >= LEAST_REST
                && (!hasHeart(resting) || unsteadiness(resting) <= deviation)
                && (!hasMotion(resting) || isStill(resting));
    }

    /** It could have become a sleep by now. */
    private boolean isInVain(Bout resting) {
        var isKnown = hasHeart(resting) || hasMotion(resting);
        return resting.micros() >= Span.micros(isKnown ? options.shortest() : options.blind());
    }

    private static boolean hasHeart(Bout resting) {
        return resting.heart().count() >= FEWEST_HEART_RATES;
    }

    private static boolean hasMotion(Bout resting) {
        return resting.windows() >= FEWEST_WINDOWS;
    }

    private static boolean isStill(Bout resting) {
        return resting.lyingShare() >= LEAST_LYING && resting.movingShare() <= MOST_MOVING;
    }

    private static double unsteadiness(Bout resting) {
        return resting.heart().deviationBpm() / resting.heart().meanBpm();
    }

    void end(String model, Consumer<Draft> ended) {
        open(model).ifPresent(ended);
        rest = null;
        slept = null;
        isAsleep = false;
    }

    Optional<Draft> open(String model) {
        return Optional.ofNullable(isAsleep ? rest : slept).map(asleep -> draft(asleep, model));
    }

    private Draft draft(Bout asleep, String model) {
        var steadiness = hasHeart(asleep) ? Math.max(0, 1 - unsteadiness(asleep) / options.unsteady()) : 0;
        var stillness = hasMotion(asleep) ? asleep.lyingShare() : 0;
        return asleep.draft(Behaviour.SLEEPING, model)
                .sure(
                        Confidence.amount((double) asleep.micros(), HALF_TIME * Span.micros(options.shortest())),
                        (steadiness + stillness) / 2);
    }

    @Override
    public void lay(Layout layout) {
        rest = layout.maybe(rest, Bout::new);
        isAsleep = layout.flag(isAsleep);
        slept = layout.maybe(slept, Bout::new);
    }
}
