package ai.petty.http.v1;

import ai.petty.http.Answers;
import ai.petty.pets.Actor;
import ai.petty.pets.Collar;
import ai.petty.plan.CarePlan;
import ai.petty.plan.Energy;
import ai.petty.plan.Exercise;
import ai.petty.plan.Nutrients;
import ai.petty.plan.Plans;
import ai.petty.plan.Portion;
import ai.petty.plan.Recommendation;
import ai.petty.plan.Recommendation.Urgency;
import ai.petty.plan.Water;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/pet-plan?collar_id=}: what the pet needs, under both sets of keys that apps in the field look for. The keys are always
 * there, what is not known is null, as in {@code realtime}: a typical dog's figures would be fed to one that is not typical.
 */
public final class PetPlanRoute implements Handler<RoutingContext> {
    private static final double TENTHS = 10;

    private final Function<String, Future<Optional<Collar>>> collars;
    private final Plans plans;
    private final InstantSource clock;
    private final Function<RoutingContext, Actor> caller;

    /**
     * @param collars finds a collar by its serial, and registers it where the configuration says so
     * @param caller who asks
     */
    public PetPlanRoute(
            Function<String, Future<Optional<Collar>>> collars,
            Plans plans,
            InstantSource clock,
            Function<RoutingContext, Actor> caller) {
        this.collars = collars;
        this.plans = plans;
        this.clock = clock;
        this.caller = caller;
    }

    @Override
    public void handle(RoutingContext ctx) {
        var serial = AskedCollar.serial(ctx);
        var viewer = caller.apply(ctx);
        collars.apply(serial)
                .compose(found -> found.flatMap(collar -> collar.pairingAt(Micros.of(clock.instant())))
                        .map(pairing -> plans.of(viewer, pairing).recover(AskedCollar::asUnknown))
                        .orElseGet(() -> Future.failedFuture(AskedCollar.unknown())))
                .onSuccess(planned -> Answers.json(ctx, 200, shape(planned)))
                .onFailure(ctx::fail);
    }

    private static JsonObject shape(Plans.Planned planned) {
        var plan = planned.plan();
        return new JsonObject()
                .put("daily_goals", dailyGoals(plan))
                .put("nutrition_plan", nutritionPlan(plan))
                .put("health_recommendations", new JsonArray(texts(plan, false).toList()))
                .put("pet_profile", profile(planned))
                .put("nutritional_plan", nutritionalPlan(plan))
                .put("health_alerts", new JsonArray(alerts(planned)))
                .put("activity_plan", activityPlan(plan));
    }

    private static JsonObject dailyGoals(CarePlan plan) {
        return new JsonObject()
                .put("active_minutes", minutes(plan))
                .put("calories", whole(mer(plan)))
                .put("water_ml", whole(plan.water().map(Water::ml)));
    }

    private static JsonObject nutritionPlan(CarePlan plan) {
        return new JsonObject()
                .put("calories_per_day", whole(mer(plan)))
                .put("meals_per_day", plan.portion().map(Portion::mealsADay).orElse(null))
                .put("portion_grams_per_day", whole(plan.portion().flatMap(Portion::gramsADay)))
                .put("protein_min_grams", nutrient(plan, Nutrients::proteinMinG))
                .put("fat_min_grams", nutrient(plan, Nutrients::fatMinG))
                .put("treats_max_calories", whole(plan.portion().map(Portion::treatsMostKcal)));
    }

    private static JsonObject nutritionalPlan(CarePlan plan) {
        return new JsonObject()
                .put("rer_calories_per_day", whole(plan.energy().map(Energy::rerKcal)))
                .put("mer_calories_per_day", whole(mer(plan)))
                .put(
                        "recommended_macronutrients",
                        JsonObject.of("protein_min_grams", nutrient(plan, Nutrients::proteinMinG)))
                .put("suggested_foods", JsonArray.of(JsonObject.of("product_name", plan.suitableFood())));
    }

    private static JsonObject activityPlan(CarePlan plan) {
        return new JsonObject()
                .put("recommended_daily_exercise_minutes", minutes(plan))
                .put(
                        "suggested_activities",
                        new JsonArray(plan.exercise().map(Exercise::activities).orElse(Exercise.FOR_ANY)));
    }

    private static JsonObject profile(Plans.Planned planned) {
        var profile = planned.pet().profile();
        var months = planned.plan().subject().months();
        return new JsonObject()
                .put("name", profile.name())
                .put("species", profile.species())
                .put("breed", profile.breed())
                .put("age_months", months.isPresent() ? (Integer) months.getAsInt() : null)
                .put("weight_kg", profile.weightKg())
                .put("neutered", profile.neutered())
                .put("body_condition", profile.bodyCondition());
    }

    /** What is going on, then what a vet should look at. */
    private static List<String> alerts(Plans.Planned planned) {
        return Stream.concat(planned.alerts().stream(), texts(planned.plan(), true))
                .toList();
    }

    private static Stream<String> texts(CarePlan plan, boolean forVet) {
        return plan.recommendations().stream()
                .filter(one -> (one.urgency() == Urgency.ASK_VET) == forVet)
                .map(Recommendation::text);
    }

    private static Optional<Double> mer(CarePlan plan) {
        return plan.energy().flatMap(Energy::mer).map(Energy.Maintenance::kcal);
    }

    private static @Nullable Integer minutes(CarePlan plan) {
        return plan.exercise().map(Exercise::goalMinutes).orElse(null);
    }

    private static @Nullable Long whole(Optional<Double> value) {
        return value.map(Math::round).orElse(null);
    }

    private static @Nullable Double nutrient(CarePlan plan, ToDoubleFunction<Nutrients> which) {
        return plan.nutrients()
                .map(known -> Math.round(which.applyAsDouble(known) * TENTHS) / TENTHS)
                .orElse(null);
    }
}
