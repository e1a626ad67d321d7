package ai.petty.plan;

import static ai.petty.plan.Dogs.animal;
import static ai.petty.plan.Dogs.mer;
import static ai.petty.plan.Dogs.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Worked by hand from the published formulae; a percent is far less than they are sure of. */
class EnergyTest {
    @ParameterizedTest
    @CsvSource({"1,70", "4,198.0", "10,393.6", "16,560", "20,662.0", "40,1113.4"})
    void at_rest_an_animal_needs_70_kcal_for_each_metabolic_kilogram(double kg, double kcal) {
        assertThat(Energy.rer(kg)).isCloseTo(kcal, within(0.1));
    }

    @ParameterizedTest
    @CsvSource({
        "dog,3,16,1680", // 560 * 3
        "dog,8,16,1120", // 560 * 2
        "dog,48,16,896", // 560 * 1.6
        "dog,140,16,784", // 560 * 1.4, an old medium dog
        "cat,8,4,495.0", // 198 * 2.5
        "cat,48,4,189.9" // 75 * 4^0.67
    })
    void a_neutered_animal_in_shape_needs_this_at_its_age(String species, int months, double kg, double kcal) {
        assertThat(mer(plan(animal(species, months, kg, 5)))).isCloseTo(kcal, within(0.5));
    }

    @Test
    void an_intact_animal_needs_more_than_a_neutered_one() {
        for (var species : new String[] {"dog", "cat"}) {
            var neutered = animal(species, 48, 4f, (short) 5, true, null);
            var intact = animal(species, 48, 4f, (short) 5, false, null);
            assertThat(mer(plan(intact))).isGreaterThan(mer(plan(neutered)));
        }
        assertThat(mer(plan(animal("dog", 48, 16f, (short) 5, false, null)))).isCloseTo(560 * 1.8, within(0.1));
        assertThat(mer(plan(animal("cat", 48, 4f, (short) 5, false, null)))).isCloseTo(253.2, within(0.1));
    }

    @Test
    void whoever_is_to_lose_weight_gets_what_the_ideal_weight_needs_at_rest() {
        var dog = plan(animal("dog", 48, 24, 7)); // a fifth over 20 kg
        assertThat(mer(dog)).isCloseTo(662.0, within(0.1));
        var cat = plan(animal("cat", 48, 4.8, 7));
        assertThat(mer(cat)).isCloseTo(198.0 * 0.8, within(0.1));
    }

    @Test
    void a_puppy_is_never_put_on_a_diet() {
        assertThat(mer(plan(animal("dog", 6, 16, 8)))).isEqualTo(mer(plan(animal("dog", 6, 16, 5))));
    }

    @Property
    void more_weight_never_needs_less(
            @ForAll @DoubleRange(min = 0.5, max = 100) double kg,
            @ForAll @DoubleRange(min = 1, max = 2) double factor,
            @ForAll @IntRange(min = 4, max = 200) int months,
            @ForAll @IntRange(min = 1, max = 9) int condition,
            @ForAll boolean isCat) {
        // One breed, since the size of an unknown one follows from its weight, and with it when it is grown.
        var one = bred(isCat, months, kg, condition);
        var heavier = bred(isCat, months, kg * factor, condition);
        assertThat(one.energy().orElseThrow().rerKcal())
                .isLessThanOrEqualTo(heavier.energy().orElseThrow().rerKcal());
        assertThat(mer(one)).isLessThanOrEqualTo(mer(heavier));
        assertThat(one.nutrients().orElseThrow().proteinMinG())
                .isLessThanOrEqualTo(heavier.nutrients().orElseThrow().proteinMinG());
        assertThat(one.water().orElseThrow().ml())
                .isLessThanOrEqualTo(heavier.water().orElseThrow().ml());
        assertThat(one.portion().orElseThrow().gramsADay().orElseThrow())
                .isLessThanOrEqualTo(heavier.portion().orElseThrow().gramsADay().orElseThrow());
    }

    private static CarePlan bred(boolean isCat, int months, double kg, int condition) {
        var of = animal(isCat ? "cat" : "dog", months, kg, condition);
        return plan(new ai.petty.pets.PetProfile(
                of.name(),
                of.species(),
                "Beagle",
                of.sex(),
                of.neutered(),
                of.birthDate(),
                of.weightKg(),
                of.bodyCondition(),
                of.timeZone(),
                of.food(),
                of.foodKcalPer100g(),
                of.notes()));
    }

    @Property
    void a_grown_dog_that_moves_more_needs_more_within_what_fediaf_tells(
            @ForAll @DoubleRange(min = 0, max = 900) double minutes,
            @ForAll @DoubleRange(min = 0, max = 300) double more) {
        assertThat(Energy.activity(minutes)).isLessThanOrEqualTo(Energy.activity(minutes + more));
        assertThat(Energy.activity(minutes)).isBetween(95.0 / 110, 150.0 / 110);
    }

    @Test
    void what_was_observed_counts_and_too_little_of_it_does_not() {
        var dog = animal("dog", 48, 16, 5);
        var usual = mer(plan(dog));
        assertThat(mer(plan(dog, new ObservedActivity(14, 20, 0.9)))).isCloseTo(usual * 95 / 110, within(0.01));
        assertThat(mer(plan(dog, new ObservedActivity(14, 120, 0.9)))).isCloseTo(usual, within(0.01));
        assertThat(mer(plan(dog, new ObservedActivity(14, 270, 0.9)))).isCloseTo(usual * 150 / 110, within(0.01));
        for (var little :
                new ObservedActivity[] {new ObservedActivity(4, 270, 0.9), new ObservedActivity(14, 270, 0.5)}) {
            assertThat(mer(plan(dog, little))).isEqualTo(usual);
            assertThat(plan(dog, little).assumptions()).anyMatch(one -> one.startsWith("Too little was observed"));
        }
        assertThat(plan(dog).assumptions()).anyMatch(one -> one.startsWith("Nothing was observed"));
    }

    @Test
    void every_step_of_the_energy_names_its_source_and_their_product_is_it() {
        var plan = plan(animal("dog", 140, 16, 5), new ObservedActivity(14, 60, 0.9));
        var mer = plan.energy().flatMap(Energy::mer).orElseThrow();
        assertThat(mer.steps())
                .hasSize(4)
                .allSatisfy(step -> assertThat(step.source()).isNotBlank());
        assertThat(mer.steps().stream().mapToDouble(Energy.Step::value).reduce(1, (a, b) -> a * b))
                .isCloseTo(mer.kcal(), within(1e-9));
    }
}
