package ai.petty.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScoresTest {
    private static Guess guess(Truth truth, Truth said, double probability) {
        return guess(truth, said, probability, said.isMoving() ? 0.9 : 0.1);
    }

    private static Guess guess(Truth truth, Truth said, double probability, double moving) {
        return new Guess(truth, said, probability, moving, probability >= 0.45 && said != Truth.UNKNOWN);
    }

    @Test
    void a_class_that_is_never_hit_counts_as_nothing_in_the_mean() {
        var scores = Scores.of(List.of(
                guess(Truth.LYING, Truth.LYING, 0.9),
                guess(Truth.LYING, Truth.LYING, 0.9),
                guess(Truth.SITTING, Truth.LYING, 0.9)));
        assertThat(scores.accuracy()).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(scores.macroF1()).isCloseTo(0.8 / 2, within(1e-9));
        assertThat(scores.recall()).containsEntry(Truth.SITTING, 0.0);
        assertThat(scores.groupAccuracy()).isEqualTo(1);
    }

    @Test
    void where_only_moving_is_known_every_gait_is_right() {
        var scores = Scores.of(List.of(
                guess(Truth.MOVING, Truth.RUNNING, 0.5),
                guess(Truth.MOVING, Truth.SITTING, 0.5),
                guess(Truth.MIXED, Truth.SITTING, 0.5)));
        assertThat(scores.windows()).isEqualTo(2);
        assertThat(scores.accuracy()).isEqualTo(0.5);
    }

    @Test
    void probabilities_that_come_true_as_often_as_they_say_have_no_error() {
        var honest = Stream.concat(
                        Collections.nCopies(75, guess(Truth.LYING, Truth.LYING, 0.75)).stream(),
                        Collections.nCopies(25, guess(Truth.SITTING, Truth.LYING, 0.75)).stream())
                .toList();
        assertThat(Scores.of(honest).calibrationError()).isCloseTo(0, within(1e-9));
        var boastful = Collections.nCopies(4, guess(Truth.SITTING, Truth.LYING, 0.75));
        assertThat(Scores.of(boastful).calibrationError()).isCloseTo(0.75, within(1e-9));
    }

    /** Who speaks does not know whether the dog goes: a wrong gait is as confident as a right one. */
    @Test
    void where_only_moving_is_known_a_wrong_gait_is_held_against_how_surely_it_was_said_to_move() {
        var sure = Scores.of(
                List.of(guess(Truth.LYING, Truth.WALKING, 0.3, 0.9), guess(Truth.MOVING, Truth.WALKING, 0.3, 0.9)));
        assertThat(sure.calibrationError()).isCloseTo(0.9 - 0.5, within(1e-9));
    }

    @Test
    void what_is_told_is_counted_apart() {
        var scores = Scores.of(List.of(
                guess(Truth.LYING, Truth.LYING, 0.9),
                guess(Truth.LYING, Truth.SITTING, 0.4),
                guess(Truth.LYING, Truth.SITTING, 0.5),
                guess(Truth.LYING, Truth.SITTING, 0.3)));
        assertThat(scores.told()).isEqualTo(0.5);
        assertThat(scores.accuracyWhenTold()).isEqualTo(0.5);
        assertThat(scores.accuracy()).isEqualTo(0.25);
    }

    @Test
    void unknown_is_wrong_as_a_label_and_counts_as_still_or_moving_by_how_likely_it_moved() {
        var scores = Scores.of(
                List.of(guess(Truth.RUNNING, Truth.UNKNOWN, 0.6, 0.9), guess(Truth.LYING, Truth.UNKNOWN, 0.6, 0.2)));
        assertThat(scores.accuracy()).isZero();
        assertThat(scores.groupAccuracy()).isEqualTo(1);
        assertThat(scores.told()).isZero();
        assertThat(Scores.of(List.of(guess(Truth.MOVING, Truth.UNKNOWN, 0.6, 0.9)))
                        .accuracy())
                .as("nor is it right where any gait would be")
                .isZero();
    }

    @Test
    void nothing_to_judge_is_no_figure() {
        assertThatThrownBy(() -> Scores.of(List.of(guess(Truth.MIXED, Truth.LYING, 0.9))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Evaluation.Line.of("nothing", "ours", List.of())).isEmpty();
    }
}
