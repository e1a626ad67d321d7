package ai.petty.inference.behaviour;

import static ai.petty.inference.behaviour.Behaviour.RESTING;
import static ai.petty.inference.behaviour.Behaviour.SLEEPING;
import static ai.petty.inference.behaviour.Story.BEGIN;
import static ai.petty.inference.behaviour.Story.micros;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.inference.motion.MotionLabel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SleepTest {
    private static final long MINUTE = micros(Duration.ofMinutes(1));

    /** Around 60, so far to either side. */
    private static Story resting(Story story, int count, double deviation) {
        for (var i = 0; i < count; i++) {
            story.then(0, i % 2 == 0 ? 60 - deviation : 60 + deviation);
        }
        return story;
    }

    @Test
    void a_quarter_of_an_hour_at_rest_with_a_steady_heart_is_sleep_within_a_rest_that_keeps_its_name() {
        var before = resting(new Story(), 15, 3);
        assertThat(before.only(SLEEPING)).isEmpty();
        var name = before.only(RESTING).orElseThrow().id();
        var after = resting(new Story(), 16, 3);
        var sleep = after.only(SLEEPING).orElseThrow();
        assertThat(sleep.from()).isEqualTo(BEGIN);
        assertThat(sleep.to()).isEqualTo(BEGIN + 15 * MINUTE);
        assertThat(after.only(RESTING).orElseThrow().id()).isEqualTo(name);
    }

    @ParameterizedTest(name = "60 ± {0}: {1}")
    @CsvSource({"7, true", "7.4, false"})
    void a_sleep_begins_where_the_heart_rate_deviates_by_12_percent_at_most(double deviation, boolean sleeps) {
        assertThat(resting(new Story(), 17, deviation).only(SLEEPING).isPresent())
                .isEqualTo(sleeps);
    }

    @Test
    void a_heart_that_has_calmed_down_is_asleep_from_the_next_quarter_of_an_hour_on() {
        var story = new Story().then(0, 110, 105, 100, 95, 90, 85, 80, 75).times(40, 0, 58);
        var sleep = story.only(SLEEPING).orElseThrow();
        assertThat(sleep.from()).isEqualTo(BEGIN + 15 * MINUTE);
        assertThat(sleep.to()).isEqualTo(BEGIN + 47 * MINUTE);
    }

    @Test
    void whoever_turns_over_sleeps_on_and_whoever_gets_up_does_not() {
        var turned = resting(new Story(), 20, 3).then(1, 70);
        assertThat(resting(turned, 20, 3).episodes(SLEEPING)).hasSize(1);
        var up = resting(new Story(), 20, 3).then(1, 70, 75, 80);
        assertThat(up.ended(SLEEPING))
                .singleElement()
                .satisfies(one -> assertThat(one.to()).isEqualTo(BEGIN + 19 * MINUTE));
        assertThat(resting(up, 20, 3).episodes(SLEEPING)).hasSize(2);
    }

    @Test
    void a_gap_ends_it() {
        var story = resting(new Story(), 20, 3).gap(Duration.ofMinutes(11));
        assertThat(resting(story, 20, 3).episodes(SLEEPING)).hasSize(2);
    }

    @Test
    void without_a_heart_rate_and_without_motion_it_takes_three_quarters_of_an_hour() {
        assertThat(new Story().silent(45, 0).only(SLEEPING)).isEmpty();
        assertThat(new Story().silent(46, 0).only(SLEEPING)).isPresent();
    }

    @Test
    void whoever_lies_still_sleeps_and_whoever_sits_does_not() {
        var lying = new Story().every(Duration.ofSeconds(10));
        var sitting = new Story().every(Duration.ofSeconds(10));
        for (var i = 0; i < 20; i++) {
            lying.moves(10, MotionLabel.LYING).silent(5, 0);
            sitting.moves(10, MotionLabel.SITTING).silent(5, 0);
        }
        assertThat(lying.only(SLEEPING)).hasValueSatisfying(one -> {
            assertThat(one.model()).isEqualTo("rules+motion-1");
            assertThat(one.from()).isEqualTo(BEGIN);
        });
        assertThat(sitting.only(SLEEPING)).isEmpty();
    }

    @Test
    void a_longer_sleep_is_surer() {
        var last = 0f;
        for (var count = 16; count < 300; count += 20) {
            var sleep = resting(new Story(), count, 3).only(SLEEPING).orElseThrow();
            assertThat(sleep.confidence()).isGreaterThan(last);
            last = sleep.confidence();
        }
    }
}
