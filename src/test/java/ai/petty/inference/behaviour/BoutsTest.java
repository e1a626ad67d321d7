package ai.petty.inference.behaviour;

import static ai.petty.inference.behaviour.Behaviour.PLAYING;
import static ai.petty.inference.behaviour.Behaviour.RESTING;
import static ai.petty.inference.behaviour.Behaviour.RUNNING;
import static ai.petty.inference.behaviour.Behaviour.WALKING;
import static ai.petty.inference.behaviour.Story.BEGIN;
import static ai.petty.inference.behaviour.Story.micros;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.inference.motion.MotionLabel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Resting, walking, running and playing. */
class BoutsTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final long MINUTE = micros(Duration.ofMinutes(1));
    private static final Set<Behaviour> ONE_AT_A_TIME = Set.of(RESTING, WALKING, RUNNING, PLAYING);

    private static List<Episode> told(Story story) {
        return story.episodes().stream()
                .filter(one -> ONE_AT_A_TIME.contains(one.behaviour()))
                .toList();
    }

    private static List<Behaviour> behaviours(Story story) {
        return told(story).stream().map(Episode::behaviour).toList();
    }

    @ParameterizedTest(name = "activity {0} is {1} after {2} s")
    @CsvSource({"0, RESTING, 180", "1, WALKING, 180", "2, PLAYING, 120"})
    void each_is_told_when_it_has_lasted(int activity, Behaviour behaviour, int seconds) {
        var story = new Story().every(TEN_SECONDS).times(seconds / 10, activity, 100);
        assertThat(told(story)).isEmpty();
        story.times(1, activity, 100);
        assertThat(told(story)).singleElement().satisfies(one -> {
            assertThat(one.behaviour()).isEqualTo(behaviour);
            assertThat(one.from()).isEqualTo(BEGIN);
            assertThat(one.to()).isEqualTo(BEGIN + micros(Duration.ofSeconds(seconds)));
            assertThat(one.isOpen()).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource({"0, RESTING", "1, WALKING", "2, PLAYING"})
    void four_readings_a_minute_apart_are_enough_and_five_minutes_apart_too(int activity, Behaviour behaviour) {
        assertThat(behaviours(new Story().times(4, activity, 100))).containsExactly(behaviour);
        assertThat(behaviours(new Story().every(Duration.ofMinutes(5)).times(4, activity, 100)))
                .containsExactly(behaviour);
    }

    @Test
    void running_needs_a_way_that_only_a_runner_makes() {
        assertThat(behaviours(new Story().every(TEN_SECONDS).walks(13, 2, 150, 5)))
                .containsExactly(PLAYING);
        assertThat(behaviours(new Story().every(TEN_SECONDS).walks(13, 2, 150, 60)))
                .containsExactly(RUNNING);
    }

    @ParameterizedTest(name = "{0} m in 20 s: {1}")
    @CsvSource({"61.0, PLAYING", "62.0, RUNNING", "359, RUNNING", "362, PLAYING"})
    void a_runner_makes_3_m_a_second_or_more_but_not_more_than_18(double metres, Behaviour behaviour) {
        // √(61.65² - 2·10²) is 60: what a position's error explains is taken off
        assertThat(behaviours(new Story().every(Duration.ofSeconds(20)).walks(20, 2, 150, metres)))
                .containsExactly(behaviour);
    }

    @Test
    void positions_a_second_apart_tell_as_well_as_those_ten_seconds_apart() {
        assertThat(behaviours(new Story().every(Duration.ofSeconds(1)).walks(180, 2, 150, 6)))
                .containsExactly(RUNNING);
    }

    @Test
    void a_pet_that_is_driven_rests() {
        var story = new Story().every(TEN_SECONDS).walks(60, 0, 80, 140);
        assertThat(behaviours(story)).containsExactly(RESTING);
        assertThat(story.bins()).allSatisfy(bin -> assertThat(bin.distanceM()).isZero());
    }

    @Test
    void what_is_shorter_interrupts_nothing() {
        var story =
                new Story().every(TEN_SECONDS).times(60, 0, 60).times(17, 1, 90).times(60, 0, 60);
        assertThat(told(story)).singleElement().satisfies(one -> {
            assertThat(one.behaviour()).isEqualTo(RESTING);
            assertThat(one.to() - one.from()).isEqualTo(micros(TEN_SECONDS) * 136);
            assertThat(one.evidence().get("own_share")).isBetween(0.85, 0.90);
        });
    }

    @Test
    void what_is_livelier_and_lasts_ends_what_was_before_where_it_began() {
        var story = new Story().every(TEN_SECONDS).times(60, 0, 60).times(19, 1, 90);
        assertThat(told(story))
                .satisfiesExactly(
                        rest -> {
                            assertThat(rest.behaviour()).isEqualTo(RESTING);
                            assertThat(rest.to()).isEqualTo(BEGIN + micros(TEN_SECONDS) * 59);
                            assertThat(rest.isOpen()).isFalse();
                        },
                        walk -> {
                            assertThat(walk.behaviour()).isEqualTo(WALKING);
                            assertThat(walk.from()).isEqualTo(BEGIN + micros(TEN_SECONDS) * 60);
                        });
    }

    @ParameterizedTest(name = "a stop of {0} s: {1} episodes")
    @CsvSource({"60, 1", "240, 1", "310, 3"})
    void a_walk_is_ended_by_five_minutes_of_rest_and_not_by_a_shorter_stop(int seconds, int episodes) {
        var story = new Story()
                .every(TEN_SECONDS)
                .times(60, 1, 90)
                .times(seconds / 10, 0, 70)
                .times(60, 1, 90);
        assertThat(told(story)).hasSize(episodes);
    }

    @Test
    void a_run_within_a_walk_is_told_and_the_walk_goes_on_as_another() {
        var story = new Story()
                .every(TEN_SECONDS)
                .walks(30, 1, 90, 14)
                .walks(8, 2, 150, 60)
                .walks(30, 1, 90, 14);
        assertThat(behaviours(story)).containsExactly(WALKING, RUNNING, WALKING);
    }

    @Test
    void a_run_with_short_stops_is_one() {
        var story = new Story().every(TEN_SECONDS);
        for (var i = 0; i < 6; i++) {
            story.walks(4, 2, 150, 60).times(1, 0, 130);
        }
        assertThat(behaviours(story)).containsExactly(RUNNING);
    }

    @Test
    void flicker_is_no_behaviour() {
        var story = new Story().every(TEN_SECONDS);
        for (var i = 0; i < 100; i++) {
            story.times(1, i % 3, 90);
        }
        assertThat(told(story)).isEmpty();
    }

    @Test
    void a_pet_that_stops_again_and_again_still_walks_until_stopping_outweighs_walking() {
        var story = new Story().every(TEN_SECONDS).times(60, 1, 90);
        for (var i = 0; i < 20; i++) {
            story.times(6, 0, 80).times(9, 1, 90);
        }
        assertThat(behaviours(story)).containsExactly(WALKING);
        for (var i = 0; i < 10; i++) {
            story.times(12, 0, 80).times(4, 1, 90);
        }
        assertThat(told(story))
                .satisfiesExactly(walk -> assertThat(walk.behaviour()).isEqualTo(WALKING), rest -> {
                    assertThat(rest.behaviour()).isEqualTo(RESTING);
                    assertThat(rest.from()).isGreaterThan(told(story).getFirst().to());
                });
    }

    @Test
    void a_rest_that_follows_a_walk_until_a_gap_is_told_when_it_has_lasted() {
        var story = new Story()
                .times(10, 1, 90)
                .times(4, 0, 70)
                .gap(Duration.ofMinutes(11))
                .times(1, 1, 90);
        assertThat(behaviours(story)).containsExactly(WALKING, RESTING);
    }

    @ParameterizedTest(name = "{0} s: {1}")
    @CsvSource({"600, 1", "601, 2"})
    void a_longer_gap_ends_it(long seconds, int episodes) {
        var story = new Story().times(5, 1, 90).gap(Duration.ofSeconds(seconds)).times(5, 1, 90);
        assertThat(told(story)).hasSize(episodes).allMatch(one -> one.behaviour() == WALKING);
    }

    @Test
    void coverage_says_how_much_of_it_was_observed() {
        assertThat(told(new Story().times(10, 1, 90)).getFirst().coverage()).isEqualTo(1f);
        assertThat(told(new Story().every(Duration.ofMinutes(8)).times(10, 1, 90))
                        .getFirst()
                        .coverage())
                .isEqualTo(0.25f);
    }

    @Test
    void it_keeps_its_name_while_it_goes_on() {
        var story = new Story().every(TEN_SECONDS).times(20, 0, 60);
        var first = told(story).getFirst().id();
        for (var i = 0; i < 200; i++) {
            story.times(1, i % 7 == 0 ? 1 : 0, 60);
            assertThat(told(story)).singleElement().extracting(Episode::id).isEqualTo(first);
        }
    }

    @Test
    void a_rest_of_more_than_a_day_goes_on_as_another_a_day_after_it_began() {
        var found = told(new Story().every(Duration.ofMinutes(5)).times(12 * 30, 0, 60));
        assertThat(found).hasSize(2).allMatch(one -> one.behaviour() == RESTING);
        assertThat(found.get(0).to() - found.get(0).from()).isEqualTo(micros(Episode.LONGEST));
        assertThat(found.get(1).from()).isEqualTo(found.get(0).to() + 5 * MINUTE);
    }

    @ParameterizedTest
    @EnumSource(
            value = MotionLabel.class,
            names = {"LYING", "SITTING", "STANDING"})
    void motion_alone_tells_rest(MotionLabel label) {
        assertThat(told(new Story().moves(181, label))).singleElement().satisfies(one -> {
            assertThat(one.behaviour()).isEqualTo(RESTING);
            assertThat(one.model()).isEqualTo("rules+motion-1");
            assertThat(one.evidence()).containsEntry("motion_windows", 181.0).containsEntry("readings", 0.0);
        });
    }

    @ParameterizedTest
    @CsvSource({"WALKING, WALKING", "CLIMBING, WALKING", "RUNNING, RUNNING"})
    void motion_alone_tells_movement(MotionLabel label, Behaviour behaviour) {
        assertThat(behaviours(new Story().moves(181, label))).containsExactly(behaviour);
    }

    @Test
    void motion_of_which_nothing_is_known_tells_nothing() {
        assertThat(told(new Story().moves(400, MotionLabel.UNKNOWN))).isEmpty();
        var story = new Story().times(5, 0, 60).moves(30, MotionLabel.UNKNOWN).times(5, 0, 60);
        assertThat(told(story))
                .singleElement()
                .satisfies(one -> assertThat(one.model()).isEqualTo("rules"));
    }

    @Test
    void what_looked_like_running_in_ten_seconds_of_a_minute_is_running_while_the_collar_says_playing() {
        var story = new Story().every(TEN_SECONDS).lost();
        for (var i = 0; i < 4; i++) {
            story.moves(10, MotionLabel.RUNNING).times(5, 2, 150);
        }
        assertThat(behaviours(story)).containsExactly(RUNNING);
    }

    @Test
    void a_collar_that_says_walking_outweighs_ten_seconds_a_minute_that_look_otherwise() {
        var story = new Story().every(TEN_SECONDS).lost();
        for (var i = 0; i < 10; i++) {
            story.moves(10, MotionLabel.STANDING).times(5, 1, 90);
        }
        assertThat(behaviours(story)).containsExactly(WALKING);
    }
}
