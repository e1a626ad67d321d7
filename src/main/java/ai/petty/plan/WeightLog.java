package ai.petty.plan;

import static ai.petty.plan.Advice.because;

import ai.petty.pets.Weight;
import ai.petty.plan.Recommendation.Urgency;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the log of a pet's weights says by itself. */
record WeightLog(Subject subject) {
    private static final int A_WEEK = 7;
    private static final int TWO_MONTHS = 60;
    private static final int HALF_A_YEAR = 183;
    private static final double SAFE_PCT_A_WEEK = 2;
    private static final double MUCH_PCT = 10;
    private static final int STALE_DAYS = 90;
    private static final int STALE_DAYS_GROWING = 14;

    static WeightLog of(Subject subject) {
        return new WeightLog(subject);
    }

    List<Recommendation> findings() {
        var found = new ArrayList<Recommendation>();
        if (subject.weights().isEmpty()) {
            return found;
        }
        var newest = subject.weights().getFirst();
        var fast = earlier(newest, A_WEEK, TWO_MONTHS)
                .filter(before -> lossPctAWeek(before, newest) > SAFE_PCT_A_WEEK + 0.01);
        fast.ifPresent(before -> found.add(
                lost("vet.losing_fast", "It loses more than 2 % of its weight a week: ask a vet.", before, newest)));
        if (fast.isEmpty() && subject.condition() <= 5) {
            heaviest(newest)
                    .filter(before -> lossPct(before, newest) >= MUCH_PCT)
                    .ifPresent(before -> found.add(lost(
                            "vet.lost_much",
                            "It has lost a tenth of its weight or more within half a year without being overweight: ask a vet.",
                            before,
                            newest)));
        }
        stale(newest).ifPresent(found::add);
        return found;
    }

    private Optional<Recommendation> stale(Weight newest) {
        var growing = subject.lifeStage().filter(LifeStage.GROWING::equals).isPresent();
        var days = ChronoUnit.DAYS.between(newest.day(), subject.today());
        return days > (growing ? STALE_DAYS_GROWING : STALE_DAYS)
                ? Optional.of(new Recommendation(
                        "weight.weigh_again",
                        Urgency.ADVICE,
                        "It was last weighed %d days ago: weigh it again, or these figures are for what it was."
                                .formatted(days),
                        List.of(because("weights.date", newest.day().toString()))))
                : Optional.empty();
    }

    /** The newest that is at least {@code least} and at most {@code most} days older. */
    private Optional<Weight> earlier(Weight newest, int least, int most) {
        return subject.weights().stream()
                .filter(one -> {
                    var days = ChronoUnit.DAYS.between(one.day(), newest.day());
                    return days >= least && days <= most;
                })
                .findFirst();
    }

    private Optional<Weight> heaviest(Weight newest) {
        return subject.weights().stream()
                .filter(one -> ChronoUnit.DAYS.between(one.day(), newest.day()) <= HALF_A_YEAR)
                .max((one, other) -> Float.compare(one.weightKg(), other.weightKg()));
    }

    private static double lossPct(Weight before, Weight newest) {
        return 100 * (1 - newest.weightKg() / before.weightKg());
    }

    private static double lossPctAWeek(Weight before, Weight newest) {
        var weeks = ChronoUnit.DAYS.between(before.day(), newest.day()) / (double) A_WEEK;
        return 100 * (1 - Math.pow(newest.weightKg() / before.weightKg(), 1 / weeks));
    }

    private static Recommendation lost(String code, String text, Weight before, Weight newest) {
        return new Recommendation(
                code,
                Urgency.ASK_VET,
                text,
                List.of(
                        because("weights." + before.day(), before.weightKg()),
                        because("weights." + newest.day(), newest.weightKg())));
    }
}
