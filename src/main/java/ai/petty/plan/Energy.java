package ai.petty.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an animal needs in energy, kcal of metabolisable energy a day.
 *
 * @param rerKcal at rest: 70 · kg^0.75, of dogs and of cats (NRC 2006; AAHA nutrition and weight management 2021)
 * @param mer to live as it does; empty where too little is known for that
 */
public record Energy(double rerKcal, Optional<Maintenance> mer) {
    /** @param steps how it came about, in order */
    public record Maintenance(double kcal, List<Step> steps) {}

    /**
     * One step of a calculation.
     *
     * @param value a kcal figure in the first, a factor in the others
     * @param source where the figure is from
     */
    public record Step(String name, double value, String source) {}

    private static final double RER = 70;
    private static final double DOGS_POWER = 0.75;
    private static final double CATS_POWER = 0.67;

    private static final String AAHA = "AAHA nutrition and weight management 2021";
    private static final String FEDIAF = "FEDIAF nutritional guidelines 2021, energy annex";
    private static final String NRC = "NRC 2006";

    /** Until four months a puppy needs thrice what it would need at rest, then twice. */
    private static final int YOUNG_MONTHS = 4;

    private static final double YOUNG_PUPPY = 3.0;
    private static final double PUPPY = 2.0;
    private static final double KITTEN = 2.5;
    private static final double NEUTERED = 1.6;
    private static final double INTACT = 1.8;
    /** AAHA gives 1.4 for a neutered old dog; an intact one is lowered alike. */
    private static final double OLD = 1.4 / 1.6;

    private static final double DOG_TO_LOSE = 1.0;
    private static final double CAT_TO_LOSE = 0.8;

    /** kcal · kg^0.67: cats that are neutered or live indoors (FEDIAF), and lean active ones (NRC). */
    private static final double CAT_NEUTERED = 75;

    private static final double CAT_INTACT = 100;

    /**
     * FEDIAF's classes for dogs, at the middle of each: less than an hour a day 95 kcal · kg^0.75, one to three 110, three to six 150.
     * Between them it goes straight.
     */
    private static final double[] ACTIVE_MINUTES = {30, 120, 270};

    private static final double[] ACTIVE_KCAL = {95, 110, 150};
    private static final double USUAL_KCAL = 110;

    static Energy of(Subject subject, BodyWeight weight) {
        return new Energy(rer(weight.kg()), subject.lifeStage().map(stage -> mer(subject, weight, stage)));
    }

    static double rer(double kg) {
        return RER * Math.pow(kg, DOGS_POWER);
    }

    private static Maintenance mer(Subject subject, BodyWeight weight, LifeStage stage) {
        return subject.species() == Species.CAT ? cat(subject, weight, stage) : dog(subject, weight, stage);
    }

    private static Maintenance dog(Subject subject, BodyWeight weight, LifeStage stage) {
        var rest = new Step("resting_energy_kcal", rer(weight.fedKg()), NRC);
        if (stage == LifeStage.GROWING) {
            var young = subject.months().orElseThrow() < YOUNG_MONTHS;
            return product(rest, new Step(young ? "puppy_under_4_months" : "puppy", young ? YOUNG_PUPPY : PUPPY, AAHA));
        }
        if (weight.goal() == BodyWeight.Goal.LOSE) {
            return product(rest, new Step("to_lose_weight", DOG_TO_LOSE, AAHA));
        }
        var steps = new ArrayList<Step>();
        steps.add(rest);
        steps.add(isNeutered(subject) ? new Step("neutered", NEUTERED, AAHA) : new Step("intact", INTACT, AAHA));
        if (stage == LifeStage.SENIOR) {
            steps.add(new Step("senior", OLD, AAHA));
        }
        subject.observed()
                .filter(ObservedActivity::isEnough)
                .ifPresent(
                        seen -> steps.add(new Step("observed_activity", activity(seen.medianActiveMinutes()), FEDIAF)));
        return product(steps.toArray(Step[]::new));
    }

    /** No source tells how a cat's need follows from its active minutes: they are left out. */
    private static Maintenance cat(Subject subject, BodyWeight weight, LifeStage stage) {
        var rest = new Step("resting_energy_kcal", rer(weight.fedKg()), NRC);
        if (stage == LifeStage.GROWING) {
            return product(rest, new Step("kitten", KITTEN, AAHA));
        }
        if (weight.goal() == BodyWeight.Goal.LOSE) {
            return product(rest, new Step("to_lose_weight", CAT_TO_LOSE, AAHA));
        }
        var size = Math.pow(weight.fedKg(), CATS_POWER);
        return product(
                isNeutered(subject)
                        ? new Step("neutered_cat_kcal", CAT_NEUTERED * size, FEDIAF)
                        : new Step("intact_cat_kcal", CAT_INTACT * size, NRC));
    }

    /** Where nobody has said, the smaller figure is the safer one; the plan says that it assumes it. */
    private static boolean isNeutered(Subject subject) {
        return subject.neutered().orElse(true);
    }

    /** The factor for so many active minutes a day; 1 at two hours. */
    static double activity(double minutes) {
        var last = ACTIVE_MINUTES.length - 1;
        if (minutes <= ACTIVE_MINUTES[0]) {
            return ACTIVE_KCAL[0] / USUAL_KCAL;
        }
        for (var i = 1; i <= last; i++) {
            if (minutes <= ACTIVE_MINUTES[i]) {
                var share = (minutes - ACTIVE_MINUTES[i - 1]) / (ACTIVE_MINUTES[i] - ACTIVE_MINUTES[i - 1]);
                return (ACTIVE_KCAL[i - 1] + share * (ACTIVE_KCAL[i] - ACTIVE_KCAL[i - 1])) / USUAL_KCAL;
            }
        }
        return ACTIVE_KCAL[last] / USUAL_KCAL;
    }

    private static Maintenance product(Step... steps) {
        var kcal = 1.0;
        for (var step : steps) {
            kcal *= step.value();
        }
        return new Maintenance(kcal, List.of(steps));
    }
}
