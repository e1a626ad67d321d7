package ai.petty.plan;

import java.util.List;
import java.util.Optional;

/**
 * What a pet needs. What cannot be told is empty, and {@code missing} says what would have to be known for it.
 *
 * @param missing fields of the profile, by their names
 * @param assumptions sentences: what was taken for granted where nobody has said
 */
public record CarePlan(
        Subject subject,
        Optional<BodyWeight> weight,
        Optional<Energy> energy,
        Optional<Nutrients> nutrients,
        Optional<Portion> portion,
        Optional<Exercise> exercise,
        Optional<Water> water,
        List<Recommendation> recommendations,
        List<String> missing,
        List<String> assumptions) {
    /** From what is known to what is needed. */
    public static CarePlan of(Subject subject) {
        var stage = subject.lifeStage();
        var weight = subject.weightKg().map(kg -> BodyWeight.of(subject, kg));
        var energy = weight.map(known -> Energy.of(subject, known));
        var mer = energy.flatMap(Energy::mer);
        var nutrients =
                mer.map(needed -> Nutrients.of(subject, stage.orElseThrow(), weight.orElseThrow(), needed.kcal()));
        var portion = mer.map(needed -> Portion.of(subject, stage.orElseThrow(), needed.kcal()));
        var exercise = stage.map(known -> Exercise.of(subject, known));
        var water = weight.map(known -> Water.of(subject.species(), known.kg()));
        var plan = new CarePlan(
                subject,
                weight,
                energy,
                nutrients,
                portion,
                exercise,
                water,
                List.of(),
                Gaps.missing(subject),
                Gaps.assumptions(subject));
        return new CarePlan(
                subject,
                weight,
                energy,
                nutrients,
                portion,
                exercise,
                water,
                Advice.of(plan),
                plan.missing(),
                plan.assumptions());
    }

    /** What to look for on the pack: no product is named, nobody pays for one here. */
    public String suitableFood() {
        var species = subject.species() == Species.CAT ? "cats" : "dogs";
        var stage = subject.lifeStage()
                .map(known -> switch (known) {
                    case GROWING -> "growing ";
                    case ADULT -> "adult ";
                    case SENIOR -> "older ";
                })
                .orElse("");
        return "A complete food for " + stage + species + " (the pack says complete by FEDIAF or AAFCO)";
    }
}
