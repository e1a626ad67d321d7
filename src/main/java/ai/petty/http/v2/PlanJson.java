package ai.petty.http.v2;

import ai.petty.plan.BodyWeight;
import ai.petty.plan.CarePlan;
import ai.petty.plan.Energy;
import ai.petty.plan.Exercise;
import ai.petty.plan.LifeStage;
import ai.petty.plan.Nutrients;
import ai.petty.plan.ObservedActivity;
import ai.petty.plan.Plans;
import ai.petty.plan.Portion;
import ai.petty.plan.Recommendation;
import ai.petty.plan.Size;
import ai.petty.plan.Water;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/** A plan in the words of version 2. What cannot be told is left out, and {@code missing} says what it would take. */
final class PlanJson {
    private static final double TENTHS = 10;
    private static final double THOUSANDTHS = 1_000;

    private PlanJson() {}

    static JsonObject of(Plans.Planned planned) {
        var plan = planned.plan();
        var subject = plan.subject();
        var json = new JsonObject()
                .put("pet_id", planned.pet().petId().toString())
                .put("date", subject.today().toString());
        subject.lifeStage().map(LifeStage::wireName).ifPresent(stage -> json.put("life_stage", stage));
        subject.size().map(Size::wireName).ifPresent(size -> json.put("size", size));
        plan.weight().ifPresent(weight -> json.put("weight", weight(weight)));
        plan.energy().ifPresent(energy -> json.put("energy", energy(energy)));
        plan.nutrients().ifPresent(nutrients -> json.put("nutrients", nutrients(nutrients)));
        plan.portion().ifPresent(portion -> json.put("food", food(plan, portion)));
        plan.exercise().ifPresent(exercise -> json.put("exercise", exercise(exercise)));
        subject.observed().ifPresent(seen -> json.put("observed", observed(seen)));
        plan.water().ifPresent(water -> json.put("water", water(water)));
        return json.put("recommendations", list(plan.recommendations(), PlanJson::recommendation))
                .put("alerts", new JsonArray(planned.alerts()))
                .put("missing", new JsonArray(plan.missing()))
                .put("assumptions", new JsonArray(plan.assumptions()));
    }

    private static JsonObject weight(BodyWeight weight) {
        var json = new JsonObject()
                .put("weight_kg", tenth(weight.kg()))
                .put("goal", weight.goal().wireName());
        weight.idealKg().ifPresent(ideal -> json.put("ideal_kg", tenth(ideal)));
        weight.projection()
                .ifPresent(way -> json.put(
                        "projection",
                        new JsonObject()
                                .put("least_pct_a_week", way.leastPctAWeek())
                                .put("most_pct_a_week", way.mostPctAWeek())
                                .put("fewest_weeks", way.fewestWeeks())
                                .put("most_weeks", way.mostWeeks())));
        return json;
    }

    private static JsonObject energy(Energy energy) {
        var json = new JsonObject().put("rer_kcal", Math.round(energy.rerKcal()));
        energy.mer()
                .ifPresent(mer ->
                        json.put("mer_kcal", Math.round(mer.kcal())).put("steps", list(mer.steps(), PlanJson::step)));
        return json;
    }

    private static JsonObject step(Energy.Step step) {
        return new JsonObject()
                .put("name", step.name())
                .put("value", Math.round(step.value() * THOUSANDTHS) / THOUSANDTHS)
                .put("source", step.source());
    }

    private static JsonObject nutrients(Nutrients nutrients) {
        return new JsonObject()
                .put("protein_min_g", tenth(nutrients.proteinMinG()))
                .put("fat_min_g", tenth(nutrients.fatMinG()))
                .put("source", nutrients.source());
    }

    private static JsonObject food(CarePlan plan, Portion portion) {
        var json = new JsonObject()
                .put("suitable", plan.suitableFood())
                .put("meals_a_day", portion.mealsADay())
                .put("treats_most_kcal", Math.round(portion.treatsMostKcal()));
        plan.subject().foodKcalPer100g().ifPresent(kcal -> json.put("kcal_per_100g", tenth(kcal)));
        portion.gramsADay()
                .ifPresent(grams -> json.put("grams_a_day", Math.round(grams))
                        .put("grams_a_meal", Math.round(grams / portion.mealsADay())));
        return json.put("source", Portion.SOURCE);
    }

    private static JsonObject exercise(Exercise exercise) {
        return new JsonObject()
                .put("goal_minutes", exercise.goalMinutes())
                .put("usual_minutes", exercise.usualMinutes())
                .put("from_recent_days", exercise.fromRecentDays())
                .put("activities", new JsonArray(exercise.activities()))
                .put("source", exercise.source());
    }

    private static JsonObject observed(ObservedActivity seen) {
        return new JsonObject()
                .put("days", seen.days())
                .put("median_active_minutes", tenth(seen.medianActiveMinutes()))
                .put("coverage", Math.round(seen.coverage() * THOUSANDTHS) / THOUSANDTHS);
    }

    private static JsonObject water(Water water) {
        return new JsonObject()
                .put("ml", Math.round(water.ml()))
                .put("ask_vet_above_ml", Math.round(water.askVetAboveMl()))
                .put("source", Water.SOURCE);
    }

    private static JsonObject recommendation(Recommendation recommendation) {
        return new JsonObject()
                .put("code", recommendation.code())
                .put("urgency", recommendation.urgency().wireName())
                .put("text", recommendation.text())
                .put(
                        "because",
                        list(
                                recommendation.because(),
                                reason -> new JsonObject()
                                        .put("field", reason.field())
                                        .put("value", reason.value())));
    }

    private static <T> JsonArray list(List<T> items, Function<T, JsonObject> shape) {
        return new JsonArray(items.stream().map(shape).toList());
    }

    private static double tenth(double value) {
        return Math.round(value * TENTHS) / TENTHS;
    }
}
