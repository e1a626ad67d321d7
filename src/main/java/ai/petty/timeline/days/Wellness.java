package ai.petty.timeline.days;

import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * How a pet was on one day, by what was usual for it in the week before: 100 is as ever. It tells what is different, not what is wrong.
 *
 * @param score 0..100, the parts' weighted mean; empty where too little is known
 * @param why why there is no score; empty where there is one
 * @param coverage of the day
 */
public record Wellness(
        LocalDate date,
        Optional<Integer> score,
        Optional<Why> why,
        float coverage,
        Baseline baseline,
        List<Part> parts) {
    /** Why there is none. */
    public enum Why {
        DAY_NOT_OVER,
        COVERAGE_LOW,
        BASELINE_NOT_READY
    }

    /** Which way a value is off. */
    public enum Direction {
        AS_USUAL,
        HIGHER,
        LOWER
    }

    /** What goes into it, and how much. */
    public enum Kind {
        /** Beats a minute. A rate that is high at rest is the first sign of many an illness; a low one is none by itself. */
        RESTING_HEART_RATE(30, true, false, 2),
        /** Breaths a minute. */
        RESTING_BREATHING_RATE(20, true, false, 1.5),
        /** Seconds. Who moves less than ever is not well; who moves more is. */
        ACTIVITY(30, false, true, 600),
        /** Seconds. */
        SLEEP(20, true, true, 1_800);

        private final int weight;
        private final boolean isWorseHigher;
        private final boolean isWorseLower;
        private final double leastSpread;

        Kind(int weight, boolean isWorseHigher, boolean isWorseLower, double leastSpread) {
            this.weight = weight;
            this.isWorseHigher = isWorseHigher;
            this.isWorseLower = isWorseLower;
            this.leastSpread = leastSpread;
        }

        /** Of a hundred. */
        public int weight() {
            return weight;
        }
    }

    /**
     * One thing that goes into it.
     *
     * @param score 0..100: 100 within one usual spread, 25 less for each spread beyond it that is to the worse; empty where it is
     *     not known, and then it weighs nothing
     */
    public record Part(Kind kind, Figure value, Optional<Usual> usual, Direction direction, Optional<Double> score) {}

    /** The parts that are known must weigh so much of all. */
    private static final int LEAST_WEIGHT = 50;

    private static final double LOST_PER_SPREAD = 25;

    static Wellness of(Day day, Baseline baseline) {
        var parts = List.of(
                part(
                        Kind.RESTING_HEART_RATE,
                        day.heartRate().rate(),
                        day.heartRate().bins() >= 4,
                        baseline.heartRate()),
                part(
                        Kind.RESTING_BREATHING_RATE,
                        day.breathingRate().rate(),
                        day.breathingRate().bins() >= 4,
                        baseline.breathingRate()),
                part(
                        Kind.ACTIVITY,
                        day.activity().active(),
                        isSeen(day.activity().active()),
                        baseline.active()),
                part(Kind.SLEEP, day.sleep().whole(), isSeen(day.sleep().whole()), baseline.sleep()));
        var coverage = day.activity().active().coverage();
        var why = why(day, baseline, coverage, parts);
        return new Wellness(
                day.date(),
                why.isPresent() ? Optional.empty() : Optional.of(score(parts)),
                why,
                coverage,
                baseline,
                parts);
    }

    private static boolean isSeen(Figure figure) {
        return figure.coverage() >= Day.ENOUGH;
    }

    private static Optional<Why> why(Day day, Baseline baseline, float coverage, List<Part> parts) {
        if (!day.isOver()) {
            return Optional.of(Why.DAY_NOT_OVER);
        }
        if (coverage < Day.ENOUGH) {
            return Optional.of(Why.COVERAGE_LOW);
        }
        if (!baseline.isReady()) {
            return Optional.of(Why.BASELINE_NOT_READY);
        }
        return known(parts).stream().mapToInt(part -> part.kind().weight()).sum() < LEAST_WEIGHT
                ? Optional.of(Why.COVERAGE_LOW)
                : Optional.empty();
    }

    private static List<Part> known(List<Part> parts) {
        return parts.stream().filter(part -> part.score().isPresent()).toList();
    }

    private static int score(List<Part> parts) {
        var sum = 0.0;
        var weight = 0;
        for (var part : known(parts)) {
            sum += part.kind().weight() * part.score().orElseThrow();
            weight += part.kind().weight();
        }
        return (int) Math.round(sum / weight);
    }

    /** What is the population's is not the pet's own: nothing is measured by it. */
    private static Part part(Kind kind, Figure value, boolean isEnough, Optional<Usual> usual) {
        var known = value.value();
        var own = usual.filter(one -> one.source() == Usual.Source.OWN);
        if (known == null || !isEnough || own.isEmpty()) {
            return new Part(kind, value, usual, Direction.AS_USUAL, Optional.empty());
        }
        var spread = Math.max(own.get().spread(), kind.leastSpread);
        var off = (known - own.get().value()) / spread;
        var direction = Math.abs(off) <= 1 ? Direction.AS_USUAL : off > 0 ? Direction.HIGHER : Direction.LOWER;
        var isWorse = off > 0 ? kind.isWorseHigher : kind.isWorseLower;
        var score = isWorse ? Math.clamp(100 - LOST_PER_SPREAD * (Math.abs(off) - 1), 0, 100) : 100;
        return new Part(kind, value, usual, direction, Optional.of(score));
    }

    static Refusal notYet() {
        return Refusal.invalid(
                "The request has 1 wrong field.",
                List.of(new FieldError(
                        "/query/date", "request.invalid", "must not be after today in the pet's time zone")));
    }
}
