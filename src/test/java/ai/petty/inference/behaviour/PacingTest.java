package ai.petty.inference.behaviour;

import static ai.petty.inference.behaviour.Behaviour.ANXIOUS_PACING;
import static ai.petty.inference.behaviour.Story.BEGIN;
import static ai.petty.inference.behaviour.Story.micros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

class PacingTest {
    private static final long MINUTE = micros(Duration.ofMinutes(1));

    /** To and fro, so far to either side. */
    private static Story pacing(Story story, int count, double metres, double hr) {
        for (var i = 0; i < count; i++) {
            story.at(i % 2 == 0 ? -metres : metres, 0).then(1, hr);
        }
        return story;
    }

    private static Story pacing(int count, double metres, double hr) {
        return pacing(new Story(), count, metres, hr);
    }

    @Test
    void six_readings_to_and_fro_in_one_place_are_pacing() {
        var found = pacing(6, 20, 90).only(ANXIOUS_PACING).orElseThrow();
        assertThat(found.from()).isEqualTo(BEGIN);
        assertThat(found.to()).isEqualTo(BEGIN + 5 * MINUTE);
        assertThat(found.evidence().get("radius_m")).isBetween(19.9, 20.1);
        assertThat(found.evidence().get("path_m")).isBetween(199.0, 201.0);
        assertThat(found.evidence()).containsEntry("positions", 6.0).containsEntry("heart_rate_mean_bpm", 90.0);
    }

    @Test
    void five_are_not_enough() {
        assertThat(pacing(5, 20, 90).only(ANXIOUS_PACING)).isEmpty();
    }

    @ParameterizedTest(name = "{0} m: {1}")
    @CsvSource({"69.8, true", "70.2, false", "100, false"})
    void all_of_them_lie_within_70_m_of_their_centroid(double metres, boolean holds) {
        assertThat(pacing(6, metres, 90).only(ANXIOUS_PACING).isPresent()).isEqualTo(holds);
    }

    @ParameterizedTest(name = "{0}°, {1}°")
    @CsvSource({"0, 180", "0, -180", "52.5, 179.9999", "-33.9, 151.2", "78.2, 15.6", "-89, 0"})
    void a_metre_is_a_metre_wherever_on_earth_and_across_the_date_line(double lat, double lon) {
        assertThat(pacing(new Story().from(lat, lon), 6, 69.7, 90).only(ANXIOUS_PACING))
                .isPresent();
        assertThat(pacing(new Story().from(lat, lon), 6, 70.3, 90).only(ANXIOUS_PACING))
                .isEmpty();
    }

    @ParameterizedTest(name = "mean {0}: {1}")
    @CsvSource({"69.99, false", "70, true", "110, true", "110.01, false"})
    void the_mean_heart_rate_lies_within_70_and_110_both_included(double mean, boolean holds) {
        assertThat(pacing(6, 20, mean).only(ANXIOUS_PACING).isPresent()).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void whoever_does_not_walk_does_not_pace(int activity) {
        assertThat(new Story().times(10, activity, 90).only(ANXIOUS_PACING)).isEmpty();
    }

    @Test
    void rest_ends_it() {
        assertThat(pacing(8, 20, 90).at(0, 0).then(0, 80).ended(ANXIOUS_PACING))
                .singleElement()
                .satisfies(one -> assertThat(one.to()).isEqualTo(BEGIN + 7 * MINUTE));
    }

    @Test
    void readings_without_a_position_or_with_one_that_may_be_anywhere_are_no_positions() {
        var story = pacing(5, 20, 90).lost().then(1, 90);
        assertThat(story.only(ANXIOUS_PACING)).isEmpty();
        assertThat(story.at(5_000, 0).accurateTo(3_000).then(1, 90).only(ANXIOUS_PACING))
                .isEmpty();
        assertThat(story.at(20, 0).accurateTo(5).then(1, 90).only(ANXIOUS_PACING))
                .isPresent();
    }

    @Test
    void a_walk_is_no_pacing_at_its_beginning_nor_in_its_middle_nor_at_its_end() {
        var story = new Story().every(Duration.ofSeconds(10));
        for (var i = 0; i < 100; i++) {
            story.walks(1, 1, 90, 14);
            assertThat(story.episodes(ANXIOUS_PACING))
                    .as("after %d readings", i + 1)
                    .isEmpty();
        }
        assertThat(story.then(0, 80).ended(ANXIOUS_PACING)).isEmpty();
    }

    @Test
    void a_walk_to_a_place_where_the_pet_paces_is_not_part_of_the_pacing() {
        var story = new Story().walks(10, 1, 90, 60);
        for (var i = 0; i < 12; i++) {
            story.at(i % 2 == 0 ? -30 : 30, 900).then(1, 90);
        }
        var found = story.only(ANXIOUS_PACING).orElseThrow();
        assertThat(found.from()).isBetween(BEGIN + 9 * MINUTE, BEGIN + 10 * MINUTE);
        assertThat(found.to()).isEqualTo(BEGIN + 21 * MINUTE);
    }

    @Test
    void a_pet_that_walks_off_has_paced_before_if_it_did_for_five_minutes() {
        var six = pacing(6, 20, 90).walks(10, 1, 90, 80).ended(ANXIOUS_PACING);
        assertThat(six).singleElement().satisfies(one -> {
            assertThat(one.from()).isEqualTo(BEGIN);
            assertThat(one.to()).isGreaterThanOrEqualTo(BEGIN + 5 * MINUTE);
            assertThat(one.to()).isLessThanOrEqualTo(BEGIN + 6 * MINUTE);
        });
        var shorter =
                pacing(new Story().every(Duration.ofSeconds(10)), 20, 20, 90).walks(30, 1, 90, 80);
        assertThat(shorter.episodes(ANXIOUS_PACING)).isEmpty();
    }

    @Test
    void who_walks_straight_on_for_less_than_two_minutes_is_not_shown_pacing_yet_but_has_paced_when_it_stays_at_that() {
        var story = new Story().every(Duration.ofSeconds(10)).walks(8, 1, 90, 10);
        assertThat(story.episodes(ANXIOUS_PACING)).isEmpty();
        assertThat(story.then(0, 90).ended(ANXIOUS_PACING)).hasSize(1);
    }

    @Test
    void hours_of_pacing_are_remembered_in_little() {
        var story = new Story().every(Duration.ofSeconds(10));
        for (var i = 0; i < 3_000; i++) {
            var angle = i * 2.399963;
            story.at(69 * Math.cos(angle), 69 * Math.sin(angle)).then(1, 90);
        }
        var told = story.tell();
        assertThat(story.only(ANXIOUS_PACING).orElseThrow().evidence().get("radius_m"))
                .isBetween(68.5, 69.5);
        assertThat(told.state().encode().length).isLessThan(1_024);
    }

    @Property(tries = 300)
    void where_all_lie_within_70_m_of_their_centroid_it_is_found_and_its_radius_is_as_if_all_positions_were_kept(
            @ForAll @IntRange(min = 6, max = 80) int count, @ForAll long seed) {
        var random = new Random(seed);
        var story = new Story().from(random.nextDouble() * 120 - 60, 180);
        var east = new double[count];
        var north = new double[count];
        for (var i = 0; i < count; i++) {
            east[i] = random.nextDouble() * 90 - 45;
            north[i] = random.nextDouble() * 90 - 45;
            story.at(east[i], north[i]).then(1, 90);
        }
        var meanEast = DoubleStream.of(east).average().orElseThrow();
        var meanNorth = DoubleStream.of(north).average().orElseThrow();
        var farthest = 0.0;
        for (var i = 0; i < count; i++) {
            farthest = Math.max(farthest, Math.hypot(east[i] - meanEast, north[i] - meanNorth));
        }
        if (farthest < 69.5) {
            var found = story.episodes(ANXIOUS_PACING);
            assertThat(found).isNotEmpty();
            if (found.getFirst().evidence().getOrDefault("positions", 0.0) == count) {
                assertThat(found.getFirst().evidence().get("radius_m")).isCloseTo(farthest, within(0.3));
            }
        }
    }
}
