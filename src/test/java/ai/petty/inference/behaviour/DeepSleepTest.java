package ai.petty.inference.behaviour;

import static ai.petty.inference.behaviour.Behaviour.DEEP_SLEEP;
import static ai.petty.inference.behaviour.Story.BEGIN;
import static ai.petty.inference.behaviour.Story.micros;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeepSleepTest {
    private static final long MINUTE = micros(Duration.ofMinutes(1));

    @Test
    void four_readings_at_rest_with_a_low_heart_rate_are_deep_sleep_from_the_first_to_the_last() {
        var found = new Story().then(0, 50, 51, 50, 49).only(DEEP_SLEEP).orElseThrow();
        assertThat(found.from()).isEqualTo(BEGIN);
        assertThat(found.to()).isEqualTo(BEGIN + 3 * MINUTE);
        assertThat(found.isOpen()).isTrue();
        assertThat(found.model()).isEqualTo("rules");
        assertThat(found.evidence())
                .containsEntry("readings", 4.0)
                .containsEntry("heart_rate_mean_bpm", 50.0)
                .containsEntry("heart_rate_sd_bpm", Math.sqrt(0.5));
    }

    @Test
    void three_readings_are_not_enough() {
        assertThat(new Story().times(3, 0, 50).only(DEEP_SLEEP)).isEmpty();
    }

    @ParameterizedTest(name = "mean {0}: {1}")
    @CsvSource({"39.99, false", "40, true", "65, true", "65.01, false"})
    void the_mean_lies_within_40_and_65_both_included(double mean, boolean holds) {
        assertThat(new Story().times(10, 0, mean).only(DEEP_SLEEP).isPresent()).isEqualTo(holds);
    }

    @ParameterizedTest(name = "50 ± {0}: {1}")
    @CsvSource({"2.99, true", "3, false", "3.01, false"})
    void the_populations_standard_deviation_is_less_than_3(double deviation, boolean holds) {
        var story = new Story();
        for (var i = 0; i < 10; i++) {
            story.then(0, 50 - deviation, 50 + deviation);
        }
        assertThat(story.only(DEEP_SLEEP).isPresent()).isEqualTo(holds);
    }

    @Test
    void a_deviation_of_exactly_3_is_none_of_less_than_3_however_many_readings_have_it() {
        var story = new Story().every(Duration.ofSeconds(10));
        for (var i = 0; i < 3333; i++) {
            story.then(0, 47, 53);
        }
        assertThat(story.episodes(DEEP_SLEEP)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whoever_moves_does_not_sleep(int activity) {
        assertThat(new Story().times(10, activity, 50).only(DEEP_SLEEP)).isEmpty();
    }

    @Test
    void movement_ends_it_with_the_last_reading_at_rest() {
        var story = new Story().times(10, 0, 50).then(1, 70);
        var ended = story.ended(DEEP_SLEEP);
        assertThat(ended).singleElement().satisfies(one -> {
            assertThat(one.isOpen()).isFalse();
            assertThat(one.to()).isEqualTo(BEGIN + 9 * MINUTE);
        });
    }

    @ParameterizedTest(name = "{0} s between two readings: one episode of {1} readings")
    @CsvSource({"600, 8", "601, 4"})
    void a_gap_of_more_than_ten_minutes_ends_it(long seconds, double readings) {
        var story = new Story().times(4, 0, 50).gap(Duration.ofSeconds(seconds)).times(4, 0, 50);
        assertThat(story.episodes(DEEP_SLEEP))
                .allSatisfy(one -> assertThat(one.evidence()).containsEntry("readings", readings))
                .hasSize((int) (8 / readings));
    }

    @Test
    void it_is_found_before_restless_rest() {
        var found = new Story()
                .times(8, 0, 50)
                .then(0, 80, 95, 70, 90, 76, 99, 82, 71, 96, 79, 88, 93, 71, 85)
                .ended(DEEP_SLEEP);
        assertThat(found).singleElement().satisfies(one -> {
            assertThat(one.from()).isEqualTo(BEGIN);
            assertThat(one.to()).isEqualTo(BEGIN + 7 * MINUTE);
        });
    }

    @Test
    void it_is_found_after_restless_rest() {
        var found = new Story()
                .then(0, 80, 95, 70, 90, 76, 99)
                .times(6, 0, 50)
                .only(DEEP_SLEEP)
                .orElseThrow();
        assertThat(found.from()).isEqualTo(BEGIN + 6 * MINUTE);
        assertThat(found.to()).isEqualTo(BEGIN + 11 * MINUTE);
    }

    @Test
    void a_part_of_a_restless_rest_lasts_five_minutes_at_least_else_every_calm_half_minute_would_be_one() {
        var calm = new Story()
                .every(Duration.ofSeconds(10))
                .then(0, 80, 95, 70, 90)
                .times(30, 0, 50);
        assertThat(calm.only(DEEP_SLEEP)).isEmpty();
        assertThat(calm.times(1, 0, 50).only(DEEP_SLEEP)).isPresent();
    }

    @Test
    void one_outlier_parts_no_sleep_in_two() {
        var story = new Story().times(5, 0, 50).then(0, 60).times(10, 0, 50);
        var found = story.only(DEEP_SLEEP).orElseThrow();
        assertThat(found.from()).isEqualTo(BEGIN);
        assertThat(found.evidence()).containsEntry("readings", 16.0);
    }

    @Test
    void a_heart_that_beats_slower_and_slower_is_not_steady_in_any_part_that_lasts() {
        assertThat(new Story()
                        .then(0, 65, 63, 61, 59, 57, 55, 53, 51, 49, 47, 45, 43)
                        .episodes(DEEP_SLEEP))
                .isEmpty();
    }

    @Test
    void two_levels_one_after_the_other_are_two_sleeps_and_no_reading_is_in_both() {
        var story = new Story().times(10, 0, 45).times(20, 0, 62);
        var found = story.episodes(DEEP_SLEEP);
        assertThat(found).hasSize(2);
        assertThat(found.get(0).to()).isEqualTo(BEGIN + 9 * MINUTE);
        assertThat(found.get(1).from()).isEqualTo(BEGIN + 10 * MINUTE);
        assertThat(found.get(1).to()).isEqualTo(BEGIN + 29 * MINUTE);
    }

    @Test
    void readings_without_a_heart_rate_or_an_activity_neither_count_nor_end_it() {
        var story = new Story()
                .then(0, 50, 50)
                .silent(1, 0)
                .silent(1, null)
                .read(null, 200f)
                .then(0, 50);
        assertThat(story.only(DEEP_SLEEP)).isEmpty();
        assertThat(story.then(0, 50).only(DEEP_SLEEP)).isPresent();
    }

    @Test
    void a_part_of_a_restless_rest_is_found_though_every_other_reading_has_no_heart_rate() {
        var story = new Story().then(0, 80, 95, 70, 90);
        for (var i = 0; i < 6; i++) {
            story.then(0, 50).silent(1, 0);
        }
        assertThat(story.only(DEEP_SLEEP)).isPresent();
    }

    @Test
    void a_stretch_that_holds_failed_for_long_and_holds_again_is_found_as_a_whole() {
        var story = new Story().every(Duration.ofSeconds(40)).times(4, 0, 53);
        for (var i = 0; i < 12; i++) {
            story.then(0, 54.7, 60.3);
        }
        assertThat(story.episodes(DEEP_SLEEP)).isEmpty();
        for (var i = 0; i < 8; i++) {
            story.then(0, 54.7, 60.3);
        }
        assertThat(story.only(DEEP_SLEEP).orElseThrow().from()).isEqualTo(BEGIN);
    }

    @Test
    void a_sleep_of_more_than_a_day_is_cut_and_goes_on_as_another() {
        var found =
                new Story().every(Duration.ofMinutes(5)).times(12 * 50, 0, 50).episodes(DEEP_SLEEP);
        assertThat(found).hasSize(3);
        assertThat(found.get(0).to() - found.get(0).from()).isEqualTo(micros(Episode.LONGEST));
        assertThat(found.get(1).from()).isEqualTo(found.get(0).to() + 5 * MINUTE);
    }

    /** What v1 has always meant: the rule is asked over the whole stretch. */
    @Property
    void where_the_rule_holds_over_a_whole_stretch_it_is_found_and_told_as_long_as_it_goes_on(
            @ForAll @IntRange(min = 4, max = 30) int count, @ForAll long seed) {
        var random = new Random(seed);
        var level = random.nextDouble() * 25 + 40;
        var rates = DoubleStream.generate(() -> Math.round(level + 2.5 * random.nextGaussian()))
                .limit(count)
                .toArray();
        var mean = DoubleStream.of(rates).average().orElseThrow();
        var variance = DoubleStream.of(rates)
                .map(one -> (one - mean) * (one - mean))
                .average()
                .orElseThrow();
        if (mean >= 40 && mean <= 65 && variance < 9) {
            assertThat(new Story().then(0, rates).episodes(DEEP_SLEEP)).isNotEmpty();
            assertThat(new Story().then(0, rates).then(1, 80).ended(DEEP_SLEEP)).isNotEmpty();
        }
    }
}
