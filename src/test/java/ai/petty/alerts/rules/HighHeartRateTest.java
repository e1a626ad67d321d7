package ai.petty.alerts.rules;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.alerts.rules.HighHeartRate.Beat;
import ai.petty.config.PettyConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HighHeartRateTest {
    private static final long A_SECOND = 1_000_000;
    private static final OptionalDouble RESTING = OptionalDouble.of(60);

    private final HighHeartRate target = new HighHeartRate(
            new PettyConfig.HeartRateRule(1.5, 1.35, 6, Duration.ofSeconds(45), Duration.ofMinutes(5)));
    private final List<Change> changes = new ArrayList<>();
    private HighHeartRate.State state = HighHeartRate.State.START;
    private long now = 1_000 * A_SECOND;

    private void beat(float hr, boolean isAtRest, boolean isLive, int seconds) {
        now += seconds * A_SECOND;
        var turn = target.step(state, new Beat(now, hr, isAtRest, isLive), RESTING);
        state = turn.state();
        turn.change().ifPresent(changes::add);
    }

    private void rests(float hr, int readings) {
        for (var i = 0; i < readings; i++) {
            beat(hr, true, true, 10);
        }
    }

    @Test
    void opens_above_one_and_a_half_times_the_resting_rate_and_not_at_it() {
        rests(90, 100);
        assertThat(changes).isEmpty();

        rests(90.1F, 5);
        assertThat(changes).isEmpty();
        rests(90.1F, 1);
        assertThat(changes).singleElement().isInstanceOfSatisfying(Change.Opened.class, opened -> {
            assertThat(opened.since()).isEqualTo(now - 50 * A_SECOND);
            assertThat(opened.at()).isEqualTo(now);
            assertThat(opened.evidence()).containsEntry("resting_heart_rate_bpm", 60.0);
        });
        rests(150, 100);
        assertThat(changes).hasSize(1);
    }

    @Test
    void a_calm_reading_in_between_begins_the_count_anew() {
        rests(120, 5);
        rests(60, 1);
        rests(120, 5);
        assertThat(changes).isEmpty();
    }

    @Test
    void many_readings_within_a_moment_are_not_enough() {
        for (var i = 0; i < 44; i++) {
            beat(120, true, true, 1);
        }
        assertThat(changes).isEmpty();
        beat(120, true, true, 2);
        assertThat(changes).hasSize(1);
    }

    @Test
    void a_pet_that_moves_is_not_judged() {
        for (var i = 0; i < 100; i++) {
            beat(180, false, true, 10);
        }
        rests(180, 5);
        assertThat(changes).isEmpty();
    }

    @Test
    void a_silence_begins_the_count_anew() {
        rests(120, 5);
        beat(120, true, true, 301);
        assertThat(changes).isEmpty();
    }

    @Test
    void ends_when_it_has_been_calm_for_as_long_and_not_while_it_wavers() {
        rests(120, 6);
        for (var i = 0; i < 20; i++) {
            rests(85, 3); // neither high nor calm
            rests(80, 5);
        }
        assertThat(changes).hasSize(1);
        rests(81, 1);
        assertThat(changes).hasSize(2);
        assertThat(changes.getLast()).isEqualTo(new Change.Ended(now, Ending.CLEARED));
    }

    @Test
    void what_comes_late_opens_nothing_until_something_comes_in_time() {
        for (var i = 0; i < 50; i++) {
            beat(120, true, false, 10);
        }
        assertThat(changes).isEmpty();
        beat(120, true, true, 10);
        assertThat(changes).hasSize(1);
    }

    @Test
    void without_a_resting_rate_there_is_nothing_to_compare_with() {
        for (var i = 0; i < 50; i++) {
            now += 10 * A_SECOND;
            var turn = target.step(state, new Beat(now, 250, true, true), OptionalDouble.empty());
            state = turn.state();
            assertThat(turn.change()).isEmpty();
        }
    }
}
