package ai.petty.feedback;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.store.TestDatabase;
import io.vertx.core.Vertx;
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
        var found = Precision.Interval.of(correct, weight);
        assertThat(below(found.low(), correct + 0.5, weight - correct + 0.5)).isCloseTo(0.025, within(1e-4));
        assertThat(below(found.high(), correct + 0.5, weight - correct + 0.5)).isCloseTo(0.975, within(1e-4));
        assertThat(found.share()).isCloseTo(correct / weight, within(1e-12)).isBetween(found.low(), found.high());
    }

    @Test
    void at_its_ends_the_interval_is_closed() {
        assertThat(Precision.Interval.of(0, 5).low()).isZero();
        assertThat(Precision.Interval.of(5, 5).high()).isEqualTo(1);
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
            said.people(3, Behaviour.RUNNING, 0.8, "correct");
            postgres.execute(
                    "update feedback set model = 'rules+motion-1' where behaviour = ? and verdict = 'correct'",
                    Behaviour.RUNNING.code());
            var target = new Precision(postgres.open(vertx));
            assertThat(target.measured()).as("before it has looked").isEmpty();
            await(target.refresh());
            var found = target.measured();
            assertThat(found.stream().map(one -> one.behaviour() + " by " + one.model()))
                    .containsExactly("WALKING by rules", "RUNNING by rules", "RUNNING by rules+motion-1");
            assertThat(found.getFirst().verdicts()).isEqualTo(10_040);
            assertThat(found.getFirst().people()).isEqualTo(11);
            assertThat(found.getFirst().share()).isCloseTo(40.0 / 50, within(1e-9));
            assertThat(found.get(1).share()).isZero();
            assertThat(found.get(1).verdicts()).isEqualTo(8);
            assertThat(found.getLast().share()).isEqualTo(1);
            assertThat(found.getLast().people()).isEqualTo(3);
        } finally {
            await(vertx.close());
        }
    }

    @Test
    void what_was_read_last_is_told_while_the_database_is_away() {
        var postgres = TestDatabase.fresh();
        var vertx = Vertx.vertx();
        try (postgres) {
            var said = new Said(postgres);
            said.people(2, Behaviour.WALKING, 0.8, "correct");
            var target = new Precision(postgres.open(vertx));
            await(target.refresh());
            said.people(1, Behaviour.WALKING, 0.8, "correct");
            postgres.execute("alter table feedback rename to away");
            await(target.refresh().otherwiseEmpty());
            assertThat(target.measured()).hasSize(1).allMatch(one -> one.people() == 2);
            postgres.execute("alter table away rename to feedback");
            await(target.refresh());
            assertThat(target.measured()).hasSize(1).allMatch(one -> one.people() == 3);
        } finally {
            await(vertx.close());
        }
    }
}
