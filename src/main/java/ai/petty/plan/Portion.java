package ai.petty.plan;

import java.util.Optional;

/**
 * How the day's energy is given.
 *
 * @param mealsADay a habit, not a need: more for the young
 * @param gramsADay of the food whose energy is known; empty where it is not
 * @param treatsMostKcal a tenth of the day's energy at the most, in place of food (WSAVA global nutrition guidelines)
 */
public record Portion(int mealsADay, Optional<Double> gramsADay, double treatsMostKcal) {
    public static final String SOURCE =
            "the day's energy by what the food holds; treats a tenth at the most: WSAVA global nutrition guidelines; meals: rule of thumb";

    private static final double TREATS = 0.10;
    private static final double PER_100_G = 100;
    private static final int YOUNG_MONTHS = 4;

    static Portion of(Subject subject, LifeStage stage, double merKcal) {
        return new Portion(
                meals(subject, stage),
                subject.foodKcalPer100g().map(energy -> merKcal / energy * PER_100_G),
                merKcal * TREATS);
    }

    private static int meals(Subject subject, LifeStage stage) {
        if (stage == LifeStage.GROWING) {
            return subject.months().orElseThrow() < YOUNG_MONTHS ? 4 : 3;
        }
        return subject.species() == Species.CAT ? 3 : 2;
    }
}
