package ai.petty.inference;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.inference.motion.Feature;
import ai.petty.inference.motion.MotionFeatures;
import ai.petty.inference.motion.MotionLabel;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import ai.petty.store.TestDatabase;
import ai.petty.store.TestHousehold;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is seen again of motion that is stored. */
class MotionWindowsTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final long FROM = Micros.of(Instant.parse("2026-03-10T00:00:00Z"));
    private static final long MINUTE = 60_000_000;
    private static final int MOST = 120;

    private final TestDatabase postgres = TestDatabase.fresh();
    private final Vertx vertx = Vertx.vertx();
    private final Database database = postgres.open(vertx);
    private final MotionWindows target = new MotionWindows(vertx, database);
    private long pairing;

    @BeforeEach
    void open() {
        TestDatabase.makePartitions(database, () -> NOW);
        var household = TestHousehold.demo(postgres);
        pairing = household.pair(household.pet("Bella"), "SN-1");
    }

    @AfterEach
    void close() {
        await(vertx.close());
        postgres.close();
    }

    private void piece(long t0, int seconds, MotionLabel label, String model) {
        var motion = TestMotion.piece(t0, seconds);
        TestMotion.store(postgres, pairing, motion);
        TestMotion.label(postgres, pairing, t0, model, TestMotion.labels(motion, label, 0.75f));
    }

    private List<MotionWindows.Seen> seen(long from, long to) {
        return await(target.of(pairing, from, to, MOST));
    }

    @Test
    void a_window_is_told_with_the_label_that_it_got_and_what_it_was_made_of() {
        piece(FROM, 10, MotionLabel.RUNNING, "motion-of-old");
        var rows = new MotionFeatures().of(TestMotion.piece(FROM, 10));
        var found = seen(FROM, FROM + MINUTE);
        assertThat(found).hasSize(rows.length / Feature.COUNT).hasSizeGreaterThan(5);
        for (var i = 0; i < found.size(); i++) {
            assertThat(found.get(i).model()).isEqualTo("motion-of-old");
            assertThat(found.get(i).window().label()).isEqualTo(MotionLabel.RUNNING);
            assertThat(found.get(i).window().t0()).isEqualTo(FROM + i * TestMotion.HOP);
            assertThat(found.get(i).features())
                    .containsExactlyElementsOf(
                            boxed(Arrays.copyOfRange(rows, i * Feature.COUNT, (i + 1) * Feature.COUNT)));
        }
    }

    private static List<Float> boxed(float[] row) {
        var numbers = new ArrayList<Float>();
        for (var number : row) {
            numbers.add(number);
        }
        return numbers;
    }

    @Test
    void of_a_night_windows_are_spread_over_the_whole_and_few_pieces_are_looked_at() {
        for (var minute = 0; minute < 480; minute++) {
            piece(FROM + minute * MINUTE, 6, MotionLabel.LYING, "motion-1");
        }
        var found = seen(FROM, FROM + 480 * MINUTE);
        var pieces = found.stream()
                .map(one -> (one.window().t0() - FROM) / MINUTE)
                .distinct()
                .toList();
        assertThat(pieces).hasSize(15).isSorted();
        assertThat(pieces.getFirst()).isZero();
        assertThat(pieces.getLast()).isGreaterThanOrEqualTo(440);
        for (var i = 1; i < pieces.size(); i++) {
            assertThat(pieces.get(i) - pieces.get(i - 1)).isBetween(30L, 34L);
        }
    }

    @Test
    void of_many_windows_as_many_as_are_wanted_are_told_from_first_to_last() {
        for (var minute = 0; minute < 4; minute++) {
            piece(FROM + minute * MINUTE, 60, MotionLabel.WALKING, "motion-1");
        }
        var found = seen(FROM, FROM + 4 * MINUTE);
        assertThat(found).hasSize(MOST);
        assertThat(found.stream().map(one -> one.window().t0()).toList())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(found.getLast().window().t0()).isGreaterThan(FROM + 4 * MINUTE - 5 * TestMotion.HOP);
    }

    @Test
    void what_lies_outside_or_has_no_labels_or_was_cut_otherwise_is_not_told() {
        piece(FROM - MINUTE, 6, MotionLabel.WALKING, "motion-1");
        piece(FROM, 10, MotionLabel.WALKING, "motion-1");
        piece(FROM + 2 * MINUTE, 6, MotionLabel.WALKING, "motion-1");
        TestMotion.store(postgres, pairing, TestMotion.piece(FROM + MINUTE, 6));
        var cutOtherwise = TestMotion.piece(FROM + MINUTE + 20 * TestMotion.HOP, 6);
        TestMotion.store(postgres, pairing, cutOtherwise);
        TestMotion.label(
                postgres,
                pairing,
                cutOtherwise.t0(),
                "motion-0",
                TestMotion.labels(cutOtherwise, MotionLabel.WALKING, 0.5f).subList(0, 2));
        assertThat(seen(FROM, FROM + 2 * MINUTE - 1))
                .isNotEmpty()
                .allMatch(one -> one.window().t0() >= FROM && one.window().t0() < FROM + MINUTE);
        assertThat(seen(FROM, FROM + 4 * TestMotion.HOP))
                .isNotEmpty()
                .allMatch(one -> one.window().t0() + one.window().micros() <= FROM + 4 * TestMotion.HOP);
    }
}
