package ai.petty.feedback;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.store.TestDatabase;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecisionTest {
    /** What lies below x of a beta density, by summing it up; nothing of a library. */
    private static double below(double x, double a, double b) {
        var steps = 400_000;
        var whole = 0.0;
        var part = 0.0;
        for (var i = 0; i < steps; i++) {
            // With x = sin² the ends are harmless.
            var angle = (i + 0.5) / steps * Math.PI / 2;
            var at = Math.sin(angle) * Math.sin(angle);
            var density = Math.pow(Math.sin(angle), 2 * a - 1) * Math.pow(Math.cos(angle), 2 * b - 1);
            whole += density;
            part += at < x ? density : 0;
        }
        return part / whole;
    }

    @ParameterizedTest
    @CsvSource({"9,10", "1,10", "50,100", "3.5,7.25", "199,200"})
    void the_interval_is_that_of_jeffreys(double correct, double weight) {
        var found = Precision.of(Behaviour.WALKING, 10, 2, correct, weight);
        assertThat(below(found.low(), correct + 0.5, weight - correct + 0.5)).isCloseTo(0.025, within(1e-4));
        assertThat(below(found.high(), correct + 0.5, weight - correct + 0.5)).isCloseTo(0.975, within(1e-4));
        assertThat(found.share()).isCloseTo(correct / weight, within(1e-12)).isBetween(found.low(), found.high());
    }

    @Test
    void at_its_ends_the_interval_is_closed() {
        assertThat(Precision.of(Behaviour.WALKING, 5, 1, 0, 5).low()).isZero();
        assertThat(Precision.of(Behaviour.WALKING, 5, 1, 5, 5).high()).isEqualTo(1);
    }

    @Test
    void verdicts_are_counted_for_each_behaviour_and_model_and_an_account_counts_ten_at_the_most() {
        var postgres = TestDatabase.fresh();
        var vertx = Vertx.vertx();
        try (postgres) {
            var said = new Said(postgres);
            said.people(10, Behaviour.WALKING, 0.8, "correct");
            said.people(2, Behaviour.RUNNING, 0.8, "incorrect");
            said.people(1, Behaviour.RUNNING, 0.8, "unclear");
            said.verdicts(said.account(), said.pet(), Behaviour.WALKING, 0.8, "incorrect", 10_000);
            var target = new Precision(postgres.open(vertx));
            var found = await(target.measured(Optional.of("rules")));
            assertThat(found.stream().map(Precision.OfBehaviour::behaviour))
                    .containsExactly(Behaviour.WALKING, Behaviour.RUNNING);
            assertThat(found.getFirst().verdicts()).isEqualTo(10_040);
            assertThat(found.getFirst().people()).isEqualTo(11);
            assertThat(found.getFirst().share()).isCloseTo(40.0 / 50, within(1e-9));
            assertThat(found.getLast().share()).isZero();
            assertThat(found.getLast().verdicts()).isEqualTo(8);
            assertThat(await(target.measured(Optional.empty()))).isEqualTo(found);
            assertThat(await(target.measured(Optional.of("motion-9")))).isEmpty();
        } finally {
            await(vertx.close());
        }
    }
}
