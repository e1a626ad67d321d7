package ai.petty.plan;

import ai.petty.plan.Recommendation.Because;
import ai.petty.plan.Recommendation.Urgency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a plan comes to, in sentences. Where a limit is crossed a vet is to be asked; nothing here says what an animal has. */
final class Advice {
    private static final int OBESE = 8;
    private static final int THIN = 3;
    private static final int ROUNDED = 6;
    private static final double INACTIVE = 0.5;

    private final CarePlan plan;
    private final Subject subject;
    private final List<Recommendation> all = new ArrayList<>();

    private Advice(CarePlan plan) {
        this.plan = plan;
        this.subject = plan.subject();
    }

    /** What a vet should see comes first. */
    static List<Recommendation> of(CarePlan plan) {
        var advice = new Advice(plan);
        advice.vet();
        advice.weight();
        advice.food();
        advice.exercise();
        advice.water();
        advice.profile();
        return List.copyOf(advice.all);
    }

    private void vet() {
        condition();
        WeightLog.of(subject).findings().forEach(all::add);
        inactive();
        if (subject.lifeStage().filter(LifeStage.SENIOR::equals).isPresent()) {
            add(
                    "vet.senior_check",
                    Urgency.ADVICE,
                    "At this age a vet's check every six months is advised (AAHA senior care 2023).",
                    because("age_months", subject.months().orElseThrow()));
        }
    }

    private void condition() {
        if (subject.bodyCondition().isEmpty()) {
            return;
        }
        var condition = subject.condition();
        var why = because("body_condition", condition);
        var growing = subject.lifeStage().filter(LifeStage.GROWING::equals).isPresent();
        if (condition >= OBESE) {
            add(
                    "vet.body_condition_high",
                    Urgency.ASK_VET,
                    "A body condition of 8 or 9 of 9 should be seen by a vet before its food is cut.",
                    why);
        } else if (condition <= THIN) {
            add(
                    "vet.body_condition_low",
                    Urgency.ASK_VET,
                    "A body condition of 3 of 9 or less should be seen by a vet soon.",
                    why);
        } else if (growing && condition > ROUNDED) {
            add(
                    "vet.growing_heavy",
                    Urgency.ASK_VET,
                    "It still grows: how to slow its gain in weight is a vet's to say. Do not put it on a diet by yourself.",
                    why,
                    because("age_months", subject.months().orElseThrow()));
        }
    }

    private void inactive() {
        var seen = subject.observed().filter(ObservedActivity::isEnough);
        var usual = plan.exercise().map(Exercise::usualMinutes);
        if (subject.species() == Species.DOG
                && seen.isPresent()
                && usual.isPresent()
                && seen.get().medianActiveMinutes() < INACTIVE * usual.get()) {
            add(
                    "vet.inactive",
                    Urgency.ASK_VET,
                    "It moved less than half of what is usual at its age and size. If that is new, ask a vet.",
                    because("observed.median_active_minutes", seen.get().medianActiveMinutes()),
                    because("exercise.usual_minutes", usual.get()));
        }
    }

    private void weight() {
        var weight = plan.weight();
        var ideal = weight.flatMap(BodyWeight::idealKg);
        if (ideal.isEmpty()) {
            return;
        }
        var why = new Because[] {
            because("weight_kg", weight.get().kg()),
            because("body_condition", subject.condition()),
            because("weight.ideal_kg", ideal.get())
        };
        switch (weight.get().goal()) {
            case LOSE ->
                weight.get()
                        .projection()
                        .ifPresent(way -> add(
                                "weight.lose",
                                Urgency.ADVICE,
                                "Aim at about %s kg, %s to %s %% of its weight a week: %d to %d weeks. Weigh it every two weeks.%s"
                                        .formatted(
                                                number(ideal.get()),
                                                number(way.leastPctAWeek()),
                                                number(way.mostPctAWeek()),
                                                way.fewestWeeks(),
                                                way.mostWeeks(),
                                                subject.species() == Species.CAT
                                                        ? " A cat must never fast: ask a vet when it stops eating."
                                                        : ""),
                                why));
            case GAIN ->
                add(
                        "weight.gain",
                        Urgency.ADVICE,
                        "It is below its ideal weight of about %s kg: its energy is told for that weight."
                                .formatted(number(ideal.get())),
                        why);
            case KEEP -> {}
        }
    }

    private void food() {
        if (plan.portion().isEmpty()) {
            return;
        }
        var mer = plan.energy().flatMap(Energy::mer).orElseThrow().kcal();
        var portion = plan.portion().get();
        portion.gramsADay()
                .ifPresentOrElse(
                        grams -> add(
                                "food.portion",
                                Urgency.INFO,
                                "About %d g of its food a day in %d meals, less what treats hold (%d kcal at the most)."
                                        .formatted(
                                                Math.round(grams),
                                                portion.mealsADay(),
                                                Math.round(portion.treatsMostKcal())),
                                because("energy.mer_kcal", mer),
                                because(
                                        "food_kcal_per_100g",
                                        subject.foodKcalPer100g().orElseThrow())),
                        () -> add(
                                "food.energy_unknown",
                                Urgency.INFO,
                                "Enter how much energy its food holds (kcal per 100 g, on the pack) to be told the portion.",
                                because("energy.mer_kcal", mer)));
    }

    private void exercise() {
        var exercise = plan.exercise();
        var seen = subject.observed().filter(ObservedActivity::isEnough);
        if (exercise.isEmpty() || seen.isEmpty()) {
            return;
        }
        var why = new Because[] {
            because("observed.median_active_minutes", seen.get().medianActiveMinutes()),
            because("observed.days", seen.get().days()),
            because("exercise.usual_minutes", exercise.get().usualMinutes())
        };
        if (seen.get().medianActiveMinutes() < exercise.get().usualMinutes()) {
            add(
                    "exercise.more",
                    Urgency.ADVICE,
                    "Let it move a little more: %d minutes a day for now, towards %d."
                            .formatted(
                                    exercise.get().goalMinutes(), exercise.get().usualMinutes()),
                    why);
        } else {
            add("exercise.keep", Urgency.INFO, "It moves as much as it should: go on.", why);
        }
    }

    private void water() {
        plan.water()
                .ifPresent(water -> add(
                        "water",
                        Urgency.INFO,
                        "About %d ml of water a day, what is in its food included. If it drinks more than %d ml day after day, ask a vet."
                                .formatted(Math.round(water.ml()), Math.round(water.askVetAboveMl())),
                        because("weight_kg", subject.weightKg().orElseThrow())));
    }

    private void profile() {
        if (!plan.missing().isEmpty()) {
            add(
                    "profile.incomplete",
                    Urgency.INFO,
                    "The plan would tell more if its profile did.",
                    because("missing", String.join(", ", plan.missing())));
        }
    }

    private void add(String code, Urgency urgency, String text, Because... because) {
        all.add(new Recommendation(code, urgency, text, List.copyOf(Arrays.asList(because))));
    }

    static Because because(String field, double value) {
        return new Because(field, number(value));
    }

    static Because because(String field, String value) {
        return new Because(field, value);
    }

    /** To a tenth, without a zero behind the point. */
    static String number(double value) {
        var text = String.format(Locale.ROOT, "%.1f", value);
        return Optional.of(text)
                .filter(one -> one.endsWith(".0"))
                .map(one -> one.substring(0, one.length() - 2))
                .orElse(text);
    }
}
