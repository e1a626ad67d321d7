package ai.petty.plan;

import java.util.ArrayList;
import java.util.List;

/** What nobody has said of a pet, and what is made of that. */
final class Gaps {
    private Gaps() {}

    static List<String> missing(Subject subject) {
        var missing = new ArrayList<String>();
        note(missing, subject.weightKg().isEmpty(), "weight_kg");
        note(missing, subject.months().isEmpty(), "birth_date");
        note(missing, subject.neutered().isEmpty(), "neutered");
        note(missing, subject.bodyCondition().isEmpty(), "body_condition");
        note(missing, subject.foodKcalPer100g().isEmpty(), "food_kcal_per_100g");
        note(missing, subject.species() == Species.DOG && subject.size().isEmpty(), "breed");
        return List.copyOf(missing);
    }

    static List<String> assumptions(Subject subject) {
        var assumed = new ArrayList<String>();
        note(
                assumed,
                subject.neutered().isEmpty() && subject.weightKg().isPresent(),
                "Nobody has said whether it is neutered: the smaller need of a neutered one is told.");
        note(
                assumed,
                subject.bodyCondition().isEmpty() && subject.weightKg().isPresent(),
                "Nobody has said how its body condition is: its weight is taken for its ideal one.");
        note(
                assumed,
                subject.species() == Species.DOG
                        && subject.size().isEmpty()
                        && subject.months().isPresent(),
                "Neither a known breed nor a weight: what holds for a medium-sized dog is told.");
        note(
                assumed,
                subject.species() == Species.DOG && subject.observed().isEmpty(),
                "Nothing was observed of its activity in the last days: what is usual is taken.");
        note(
                assumed,
                subject.species() == Species.DOG
                        && subject.observed().filter(seen -> !seen.isEnough()).isPresent(),
                "Too little was observed of its last days to go by: what is usual is taken.");
        note(
                assumed,
                subject.species() == Species.CAT && subject.observed().isPresent(),
                "A cat's energy need is told without its observed activity: no source ties the two.");
        return List.copyOf(assumed);
    }

    private static void note(List<String> to, boolean holds, String what) {
        if (holds) {
            to.add(what);
        }
    }
}
