package ai.petty.inference.behaviour;

import static ai.petty.inference.behaviour.Behaviour.PLAYING_FETCH;
import static ai.petty.inference.behaviour.Story.BEGIN;
import static ai.petty.inference.behaviour.Story.micros;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchTest {
    private static final long MINUTE = micros(Duration.ofMinutes(1));

    private static Story cycles(Story story, int count, double metres) {
        for (var i = 0; i < count; i++) {
            story.at(0, 0).then(2, 140).at(metres, 0).then(0, 120);
        }
        return story;
    }

    @Test
    void two_cycles_of_play_and_then_rest_far_off_are_fetch() {
        var found = cycles(new Story(), 2, 120).only(PLAYING_FETCH).orElseThrow();
        assertThat(found.from()).isEqualTo(BEGIN);
        assertThat(found.to()).isEqualTo(BEGIN + 3 * MINUTE);
        assertThat(found.evidence()).containsEntry("cycles", 2.0).containsEntry("readings", 4.0);
        assertThat(found.evidence().get("throw_mean_m")).isBetween(119.8, 120.2);
    }

    @Test
    void one_is_not() {
        assertThat(cycles(new Story(), 1, 120).then(2, 140).only(PLAYING_FETCH)).isEmpty();
    }

    @ParameterizedTest(name = "{0} m: {1}")
    @CsvSource({"99.8, false", "100.2, true"})
    void they_are_more_than_100_m_apart(double metres, boolean holds) {
        assertThat(cycles(new Story(), 3, metres).only(PLAYING_FETCH).isPresent())
                .isEqualTo(holds);
    }

    @ParameterizedTest(name = "{0}°, {1}°")
    @CsvSource({"0, 179.9995", "60, 179.9995", "-89, 10"})
    void a_throw_across_the_date_line_is_as_far_as_any(double lat, double lon) {
        assertThat(cycles(new Story().from(lat, lon), 2, 100.4).only(PLAYING_FETCH))
                .isPresent();
        assertThat(cycles(new Story().from(lat, lon), 2, 99.6).only(PLAYING_FETCH))
                .isEmpty();
    }

    @Test
    void a_cycle_may_have_several_readings_of_play_and_of_rest() {
        var story = new Story().every(Duration.ofSeconds(5));
        for (var i = 0; i < 2; i++) {
            story.at(0, 0).then(2, 130).at(60, 0).then(2, 140).at(90, 0).then(2, 150);
            story.at(115, 0).then(0, 150, 140, 130);
        }
        assertThat(story.only(PLAYING_FETCH).orElseThrow().evidence()).containsEntry("cycles", 2.0);
    }

    @Test
    void walking_back_between_two_throws_is_part_of_the_game() {
        var story = cycles(new Story(), 1, 120).at(60, 0).then(1, 110, 105);
        assertThat(cycles(story, 1, 120).only(PLAYING_FETCH)).isPresent();
    }

    @Test
    void play_that_ends_in_walking_is_no_throw() {
        var story = new Story();
        for (var i = 0; i < 3; i++) {
            story.at(0, 0).then(2, 140).at(60, 0).then(1, 130).at(120, 0).then(0, 120);
        }
        assertThat(story.only(PLAYING_FETCH)).isEmpty();
    }

    @ParameterizedTest(name = "a pause of {0} minutes: {1}")
    @CsvSource({"10, true", "11, false"})
    void whoever_rests_for_longer_than_a_gap_may_be_has_ended_the_game(int minutes, boolean one) {
        var story = cycles(new Story(), 1, 120).times(minutes - 1, 0, 80);
        assertThat(cycles(story, 1, 120).only(PLAYING_FETCH).isPresent()).isEqualTo(one);
    }

    @Test
    void rest_or_a_gap_ends_the_game_with_the_last_throw() {
        assertThat(cycles(new Story(), 3, 120).times(11, 0, 80).ended(PLAYING_FETCH))
                .singleElement()
                .satisfies(one -> assertThat(one.to()).isEqualTo(BEGIN + 5 * MINUTE));
        assertThat(cycles(new Story(), 3, 120)
                        .gap(Duration.ofMinutes(12))
                        .then(0, 80)
                        .ended(PLAYING_FETCH))
                .singleElement()
                .satisfies(one -> assertThat(one.to()).isEqualTo(BEGIN + 5 * MINUTE));
    }

    @Test
    void where_a_position_is_missing_the_next_one_at_rest_tells() {
        var story = new Story();
        for (var i = 0; i < 2; i++) {
            story.at(0, 0).then(2, 140).lost().then(0, 130).at(120, 0).then(0, 120);
        }
        assertThat(story.only(PLAYING_FETCH)).isPresent();
        assertThat(new Story()
                        .lost()
                        .then(2, 140)
                        .at(120, 0)
                        .then(0, 120)
                        .lost()
                        .then(2, 140)
                        .at(0, 0)
                        .then(0, 120)
                        .only(PLAYING_FETCH))
                .isEmpty();
    }
}
