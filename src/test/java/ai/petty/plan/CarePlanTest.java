package ai.petty.plan;

import static ai.petty.plan.Dogs.TODAY;
import static ai.petty.plan.Dogs.animal;
import static ai.petty.plan.Dogs.codes;
import static ai.petty.plan.Dogs.mer;
import static ai.petty.plan.Dogs.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.petty.pets.Weight;
import ai.petty.plan.Recommendation.Urgency;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CarePlanTest {
    @Test
    void what_nobody_has_said_is_missing_and_no_figure_is_made_up_for_it() {
        var nothing = plan(animal("dog", null, null, null, null, null));
        assertThat(nothing.missing())
                .containsExactly(
                        "weight_kg", "birth_date", "neutered", "body_condition", "food_kcal_per_100g", "breed");
        assertThat(nothing.energy()).isEmpty();
        assertThat(nothing.weight()).isEmpty();
        assertThat(nothing.nutrients()).isEmpty();
        assertThat(nothing.portion()).isEmpty();
        assertThat(nothing.exercise()).isEmpty();
        assertThat(nothing.water()).isEmpty();
        assertThat(codes(nothing)).containsExactly("profile.incomplete");
    }

    @Test
    void without_its_age_a_dog_has_an_energy_at_rest_only() {
        var ageless = plan(animal("dog", null, 16f, (short) 5, true, 400f));
        assertThat(ageless.energy().orElseThrow().rerKcal()).isCloseTo(560, within(0.1));
        assertThat(ageless.energy().orElseThrow().mer()).isEmpty();
        assertThat(ageless.portion()).isEmpty();
        assertThat(ageless.missing()).containsExactly("birth_date");
    }

    @Test
    void where_it_is_not_said_whether_it_is_neutered_the_smaller_need_is_told_and_said_to_be_assumed() {
        var unknown = plan(animal("dog", 48, 16f, (short) 5, null, null));
        assertThat(mer(unknown)).isCloseTo(560 * 1.6, within(0.1));
        assertThat(unknown.assumptions()).anyMatch(one -> one.contains("neutered"));
        assertThat(unknown.missing()).contains("neutered");
    }

    @ParameterizedTest
    @CsvSource({
        "5,12,12,keep",
        "4,12,12,keep",
        "6,11,10,lose",
        "7,12,10,lose",
        "9,14,10,lose",
        "3,9,10,gain",
        "1,7,10,gain"
    })
    void each_point_of_body_condition_is_a_tenth_of_the_ideal_weight(
            int condition, double kg, double ideal, String goal) {
        var weight = plan(animal("dog", 48, kg, condition)).weight().orElseThrow();
        assertThat(weight.idealKg().orElseThrow()).isCloseTo(ideal, within(1e-6));
        assertThat(weight.goal().name().toLowerCase(Locale.ROOT)).isEqualTo(goal);
    }

    @Property
    void at_a_safe_rate_the_ideal_weight_is_reached_in_the_weeks_that_are_told(
            @ForAll @DoubleRange(min = 1, max = 90) double kg, @ForAll @IntRange(min = 6, max = 9) int condition) {
        var weight = plan(animal("dog", 48, kg, condition)).weight().orElseThrow();
        var way = weight.projection().orElseThrow();
        assertThat(weight.kg() * Math.pow(0.98, way.fewestWeeks()))
                .isLessThanOrEqualTo(weight.idealKg().orElseThrow());
        assertThat(weight.kg() * Math.pow(0.98, way.fewestWeeks() - 1))
                .isGreaterThan(weight.idealKg().orElseThrow());
        assertThat(weight.kg() * Math.pow(0.99, way.mostWeeks() - 1))
                .isGreaterThan(weight.idealKg().orElseThrow());
        assertThat(way.leastPctAWeek()).isEqualTo(1);
        assertThat(way.mostPctAWeek()).isEqualTo(2);
    }

    /** FEDIAF gives 52.1 g per 1000 kcal at 95 kcal · kg^0.75, and 45.0 at 110: the same for each kilogram. */
    @Test
    void whoever_eats_less_still_gets_the_protein_that_its_size_needs() {
        var diet = plan(animal("dog", 48, 24, 7)); // 20 kg ideal
        assertThat(diet.nutrients().orElseThrow().proteinMinG())
                .isCloseTo(52.1 * 95 / 1000 * Math.pow(20, 0.75), within(0.5));
        var cat = plan(animal("cat", 48, 4, 5));
        assertThat(cat.nutrients().orElseThrow().proteinMinG())
                .as("83.3 g per 1000 kcal at 75 kcal · kg^0.67")
                .isCloseTo(83.3 * 75 / 1000 * Math.pow(4, 0.67), within(0.1));
        var puppy = plan(animal("dog", 8, 16, 5));
        assertThat(puppy.nutrients().orElseThrow().proteinMinG()).isCloseTo(1120 * 0.050, within(0.1));
        assertThat(puppy.nutrients().orElseThrow().fatMinG()).isCloseTo(1120 * 0.02125, within(0.1));
    }

    @Test
    void the_portion_follows_from_what_the_food_holds() {
        var portion = plan(animal("dog", 48, 16, 5)).portion().orElseThrow();
        assertThat(portion.gramsADay().orElseThrow()).isCloseTo(224, within(0.1)); // 896 kcal at 400 per 100 g
        assertThat(portion.treatsMostKcal()).isCloseTo(89.6, within(0.1));
        var unknown = plan(animal("dog", 48, 16f, (short) 5, true, null));
        assertThat(unknown.portion().orElseThrow().gramsADay()).isEmpty();
        assertThat(codes(unknown)).contains("food.energy_unknown").doesNotContain("food.portion");
    }

    @ParameterizedTest
    @EnumSource(LifeStage.class)
    void the_goal_of_exercise_grows_with_what_was_done_and_stays_within_reason(LifeStage stage) {
        var before = 0.0;
        for (var recent = 0; recent <= 300; recent++) {
            var goal = Exercise.goal(recent, 60, stage);
            assertThat(goal).isGreaterThanOrEqualTo(before).isBetween(15.0, 90.0);
            assertThat(goal)
                    .as("never more than a fifth at once, or the first steps")
                    .isLessThanOrEqualTo(Math.max(15, Math.max(recent * 1.2, recent + 5)));
            before = goal;
        }
        assertThat(Exercise.goal(300, 60, LifeStage.GROWING)).isEqualTo(60);
    }

    @Test
    void a_young_puppy_and_an_old_dog_move_less_than_a_grown_one() {
        var grown = exercise(48);
        assertThat(exercise(3)).isEqualTo(30).isLessThan(grown);
        assertThat(exercise(140)).isEqualTo(45).isLessThan(grown);
        assertThat(grown).isEqualTo(60);
    }

    private static int exercise(int months) {
        return plan(animal("dog", months, 16, 5)).exercise().orElseThrow().usualMinutes();
    }

    @Test
    void where_a_limit_is_crossed_a_vet_is_to_be_asked() {
        assertThat(asked(plan(animal("dog", 48, 16, 8)))).containsExactly("vet.body_condition_high");
        assertThat(asked(plan(animal("dog", 48, 16, 3)))).containsExactly("vet.body_condition_low");
        assertThat(asked(plan(animal("dog", 8, 16, 7)))).containsExactly("vet.growing_heavy");
        assertThat(asked(plan(animal("dog", 48, 16, 5), new ObservedActivity(14, 20, 0.9))))
                .containsExactly("vet.inactive");
        assertThat(asked(plan(animal("dog", 48, 16, 5)))).isEmpty();
    }

    @Test
    void a_log_that_falls_fast_or_far_is_a_vets_to_see() {
        var fast = List.of(new Weight(TODAY, 15.5f), new Weight(TODAY.minusDays(7), 16f));
        assertThat(asked(plan(animal("dog", 48, 15.5, 5), fast))).containsExactly("vet.losing_fast");
        var safe = List.of(new Weight(TODAY, 15.7f), new Weight(TODAY.minusDays(7), 16f));
        assertThat(asked(plan(animal("dog", 48, 15.7, 5), safe))).isEmpty();
        var far = List.of(new Weight(TODAY, 14.4f), new Weight(TODAY.minusDays(180), 16f));
        assertThat(asked(plan(animal("dog", 48, 14.4, 5), far))).containsExactly("vet.lost_much");
        assertThat(asked(plan(animal("dog", 48, 14.4, 6), far)))
                .as("it was to lose weight")
                .isEmpty();
        var old = List.of(new Weight(TODAY.minusDays(91), 16f));
        assertThat(codes(plan(animal("dog", 48, 16, 5), old))).contains("weight.weigh_again");
    }

    private static List<String> asked(CarePlan plan) {
        return plan.recommendations().stream()
                .filter(one -> one.urgency() == Urgency.ASK_VET)
                .map(Recommendation::code)
                .toList();
    }

    @Property
    void every_recommendation_names_the_data_behind_it_and_none_says_what_an_animal_has(
            @ForAll @DoubleRange(min = 0.5, max = 90) double kg,
            @ForAll @IntRange(min = 0, max = 240) int months,
            @ForAll @IntRange(min = 1, max = 9) int condition,
            @ForAll @DoubleRange(min = 0, max = 400) double active,
            @ForAll boolean isCat) {
        var plan = plan(animal(isCat ? "cat" : "dog", months, kg, condition), new ObservedActivity(14, active, 0.9));
        assertThat(plan.recommendations()).isNotEmpty().allSatisfy(one -> {
            assertThat(one.because()).isNotEmpty().allSatisfy(reason -> {
                assertThat(reason.field()).isNotBlank();
                assertThat(reason.value()).isNotBlank();
            });
            assertThat(one.text()).doesNotContainIgnoringCase("diagnos").doesNotContain("NaN");
            assertThat(one.urgency() == Urgency.ASK_VET)
                    .isEqualTo(one.code().startsWith("vet.") && !one.code().equals("vet.senior_check"));
        });
    }

    @Test
    void a_known_breed_tells_the_size_where_the_weight_would_mislead() {
        assertThat(Breeds.size("  beagle ")).contains(Size.MEDIUM);
        assertThat(Breeds.size("West-Highland White Terrier")).contains(Size.SMALL);
        assertThat(Breeds.size("Saint Bernard")).contains(Size.GIANT);
        assertThat(Breeds.size("a bit of everything")).isEmpty();
    }
}
