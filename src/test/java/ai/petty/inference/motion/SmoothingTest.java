package ai.petty.inference.motion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SmoothingTest {
    private final Smoothing target = new Smoothing(0.8, 0.97, 1, 1);

    @Test
    void one_window_that_differs_from_all_around_it_is_believed_less() {
        var moving = new double[] {0.1, 0.1, 0.6, 0.1, 0.1};
        target.group(moving, moving.length);
        assertThat(moving[2]).isLessThan(0.4);
    }

    @Test
    void a_dog_that_does_not_move_keeps_its_posture() {
        var labels = new double[] {0.8, 0.1, 0.1, 0.4, 0.5, 0.1, 0.8, 0.1, 0.1};
        target.labels(labels, new double[] {1, 1, 1}, 3);
        assertThat(labels[3]).isGreaterThan(0.9);
    }

    @Test
    void after_it_has_moved_the_posture_before_says_nothing() {
        var labels = new double[] {0.98, 0.01, 0.01, 0.3, 0.3, 0.4, 0.2, 0.6, 0.2};
        target.labels(labels, new double[] {1, 0, 1}, 3);
        assertThat(labels[6]).isCloseTo(0.2, org.assertj.core.api.Assertions.within(0.01));
        assertThat(labels[7]).isCloseTo(0.6, org.assertj.core.api.Assertions.within(0.01));
    }

    @Test
    void probabilities_stay_probabilities() {
        var labels = new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
        target.labels(labels, new double[] {1, 1, 1}, 3);
        for (var window = 0; window < 3; window++) {
            assertThat(labels[3 * window] + labels[3 * window + 1] + labels[3 * window + 2])
                    .isCloseTo(1, org.assertj.core.api.Assertions.within(1e-9));
        }
    }
}
