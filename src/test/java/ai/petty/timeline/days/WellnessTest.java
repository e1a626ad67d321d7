package ai.petty.timeline.days;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a pet is by what is usual for it, explained; and nothing rather than something wrong. */
class WellnessTest {
    private static final LocalDate DATE = LocalDate.parse("2026-03-10");

    private static Day day(LocalDate date, float coverage, float activeS, float sleepS, @Nullable Float hr) {
        var unknown = new Day.Vital(Figure.UNKNOWN, 0);
        return new Day(
                date,
                "UTC",
                0,
                86_400_000_000L,
                true,
                false,
                new Day.Activity(
                        coverage * 86_400,
                        new Figure(80_000f, coverage),
                        new Figure(activeS, coverage),
                        new Figure(0f, coverage),
                        new Figure(0f, coverage),
                        new Figure(0f, coverage)),
                new Day.Sleep(new Figure(sleepS, coverage), new Figure(0f, coverage), 0, 40_000, 40_000),
                hr == null ? unknown : new Day.Vital(new Figure(hr, coverage), 20),
                unknown,
                new Goal(60, "test"),
                0);
    }

    /** A week like any other. */
    private static List<Day> week(int seen) {
        var days = new ArrayList<Day>();
        for (var back = 7; back >= 1; back--) {
            var isSeen = back <= seen;
            days.add(day(DATE.minusDays(back), isSeen ? 0.95f : 0.1f, 5_000 + 100 * back, 30_000, isSeen ? 60f : null));
        }
        return days;
    }

    private static Wellness wellness(Day day, int seen) {
        return Wellness.of(day, Baseline.of("dog", week(seen), DATE.minusDays(1)));
    }

    private static Wellness.Part part(Wellness wellness, Wellness.Kind kind) {
        return wellness.parts().stream()
                .filter(part -> part.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_day_like_any_other_is_a_hundred_and_every_part_says_why() {
        var usual = wellness(day(DATE, 0.95f, 5_300, 30_200, 61f), 7);
        assertThat(usual.score()).hasValue(100);
        assertThat(usual.why()).isEmpty();
        assertThat(usual.parts()).extracting(Wellness.Part::kind).containsExactly(Wellness.Kind.values());
        var heart = part(usual, Wellness.Kind.RESTING_HEART_RATE);
        assertThat(heart.score()).hasValue(100.0);
        assertThat(heart.direction()).isEqualTo(Wellness.Direction.AS_USUAL);
        // Not measured: it weighs nothing.
        assertThat(part(usual, Wellness.Kind.RESTING_BREATHING_RATE).score()).isEmpty();
        assertThat(java.util.Arrays.stream(Wellness.Kind.values())
                        .mapToInt(Wellness.Kind::weight)
                        .sum())
                .isEqualTo(100);
    }

    @Test
    void a_fast_heart_at_rest_costs_and_a_slow_one_does_not() {
        var fast = wellness(day(DATE, 0.95f, 5_300, 30_000, 75f), 7);
        assertThat(part(fast, Wellness.Kind.RESTING_HEART_RATE).direction()).isEqualTo(Wellness.Direction.HIGHER);
        assertThat(part(fast, Wellness.Kind.RESTING_HEART_RATE).score().orElseThrow())
                .isLessThan(50);
        assertThat(fast.score().orElseThrow()).isBetween(60, 90);
        var slow = wellness(day(DATE, 0.95f, 5_300, 30_000, 45f), 7);
        assertThat(part(slow, Wellness.Kind.RESTING_HEART_RATE).direction()).isEqualTo(Wellness.Direction.LOWER);
        assertThat(slow.score()).hasValue(100);
    }

    @Test
    void who_moves_less_or_sleeps_otherwise_than_ever_is_not_as_ever() {
        assertThat(wellness(day(DATE, 0.95f, 1_500, 30_000, 60f), 7).score().orElseThrow())
                .isLessThan(75);
        assertThat(wellness(day(DATE, 0.95f, 12_000, 30_000, 60f), 7).score()).hasValue(100);
        assertThat(wellness(day(DATE, 0.95f, 5_300, 45_000, 60f), 7).score().orElseThrow())
                .isLessThan(90);
        assertThat(wellness(day(DATE, 0.95f, 5_300, 15_000, 60f), 7).score().orElseThrow())
                .isLessThan(90);
    }

    @Test
    void there_is_none_rather_than_a_wrong_one() {
        var little = wellness(day(DATE, 0.4f, 1_500, 10_000, 75f), 7);
        assertThat(little.score()).isEmpty();
        assertThat(little.why()).hasValue(Wellness.Why.COVERAGE_LOW);
        var newPet = wellness(day(DATE, 0.95f, 5_300, 30_000, 60f), 2);
        assertThat(newPet.score()).isEmpty();
        assertThat(newPet.why()).hasValue(Wellness.Why.BASELINE_NOT_READY);
        assertThat(newPet.baseline().daysSeen()).isEqualTo(2);
        // The population's rate is nobody's own: nothing is measured by it.
        assertThat(part(newPet, Wellness.Kind.RESTING_HEART_RATE).score()).isEmpty();
    }
}
