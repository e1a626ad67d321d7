package ai.petty.plan;

import java.util.Locale;
import java.util.Optional;

/**
 * What an animal weighs and what it should.
 *
 * @param idealKg empty while it grows, and where nobody has said how its body condition is
 * @param projection of the way there, where it is to lose weight
 */
public record BodyWeight(double kg, Optional<Double> idealKg, Goal goal, Optional<Projection> projection) {
    /** What the weight is to do. */
    public enum Goal {
        LOSE,
        KEEP,
        GAIN;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How long it takes when so much of what it weighs by then goes in a week.
     *
     * @param leastPctAWeek slow
     * @param mostPctAWeek as fast as is safe
     * @param fewestWeeks at the fast rate
     * @param mostWeeks at the slow rate
     */
    public record Projection(double leastPctAWeek, double mostPctAWeek, int fewestWeeks, int mostWeeks) {}

    /** 4 and 5 on the scale are in shape. */
    private static final int LEAN = 4;

    private static final int IN_SHAPE = 5;

    /** Each point of the scale is about a tenth of the ideal weight (Laflamme 1997; WSAVA and AAHA teach it so). */
    private static final double A_POINT = 0.10;

    static BodyWeight of(Subject subject, double kg) {
        var growing =
                subject.lifeStage().filter(stage -> stage == LifeStage.GROWING).isPresent();
        if (growing || subject.bodyCondition().isEmpty()) {
            return new BodyWeight(kg, Optional.empty(), Goal.KEEP, Optional.empty());
        }
        var condition = subject.condition();
        var ideal = ideal(kg, condition);
        if (condition > IN_SHAPE) {
            return new BodyWeight(
                    kg, Optional.of(ideal), Goal.LOSE, Optional.of(projection(subject.species(), kg, ideal)));
        }
        return new BodyWeight(kg, Optional.of(ideal), condition < LEAN ? Goal.GAIN : Goal.KEEP, Optional.empty());
    }

    static double ideal(double kg, int condition) {
        if (condition > IN_SHAPE) {
            return kg / (1 + A_POINT * (condition - IN_SHAPE));
        }
        return condition < LEAN ? kg / (1 - A_POINT * (LEAN - condition)) : kg;
    }

    /** AAHA, weight management 2014: dogs 1 to 2 % a week, cats 0.5 to 2 %. */
    private static Projection projection(Species species, double kg, double ideal) {
        var least = species == Species.DOG ? 1.0 : 0.5;
        var most = 2.0;
        return new Projection(least, most, weeks(kg, ideal, most), weeks(kg, ideal, least));
    }

    private static int weeks(double kg, double ideal, double pctAWeek) {
        return (int) Math.ceil(Math.log(ideal / kg) / Math.log1p(-pctAWeek / 100));
    }

    /** What food is measured by: the weight that it should have, or has as far as is known. */
    double fedKg() {
        return idealKg.orElse(kg);
    }
}
