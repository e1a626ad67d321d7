package ai.petty.feedback;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.inference.MotionWindows;
import ai.petty.inference.TestMotion;
import ai.petty.inference.motion.Feature;
import ai.petty.inference.motion.MotionLabel;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import ai.petty.store.TestDatabase;
import ai.petty.store.TestHousehold;
import io.vertx.core.Vertx;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which windows of motion are kept with what somebody says. */
class StoredMotionTest {
    private static final long FROM = Micros.of(Instant.parse("2026-03-10T10:00:00Z"));
    private static final long MINUTE = 60_000_000;

    private final TestDatabase postgres = TestDatabase.fresh();
    private final Vertx vertx = Vertx.vertx();
    private final Database database = postgres.open(vertx);
    private final StoredMotion target = new StoredMotion(new MotionWindows(vertx, database));
    private long pairing;

    @BeforeEach
    void open() {
        TestDatabase.makePartitions(database, () -> Instant.parse("2026-03-10T12:00:00Z"));
        var household = TestHousehold.demo(postgres);
        pairing = household.pair(household.pet("Bella"), "SN-1");
    }

    @AfterEach
    void close() {
        await(vertx.close());
        postgres.close();
    }

    private void piece(long t0, String model) {
        var motion = TestMotion.piece(t0, 60);
        TestMotion.store(postgres, pairing, motion);
        TestMotion.label(postgres, pairing, t0, model, TestMotion.labels(motion, MotionLabel.RUNNING, 0.75f));
    }

    @Test
    void windows_are_kept_with_their_labels_and_the_model_that_gave_them_though_none_is_at_work() {
        piece(FROM, "motion-1");
        piece(FROM + MINUTE, "motion-2");
        var kept = await(target.of(pairing, FROM, FROM + 10 * MINUTE));
        assertThat(kept.stream().map(MotionEvidence::model).distinct()).containsExactly("motion-1", "motion-2");
        assertThat(kept).allSatisfy(one -> {
            assertThat(one.label()).isEqualTo("running");
            assertThat(one.probability()).isBetween(0.7499f, 0.7501f);
            assertThat(one.features()).hasSize(Feature.COUNT);
            assertThat(one.featureSet()).isEqualTo(StoredMotion.FEATURE_SET);
            assertThat(MotionEvidence.of(one.json())).isEqualTo(one);
        });
    }

    @Test
    void of_a_long_event_no_more_are_kept_than_may_be_and_they_reach_to_its_end() {
        for (var minute = 0; minute < 100; minute++) {
            piece(FROM + minute * MINUTE, "motion-1");
        }
        var kept = await(target.of(pairing, FROM, FROM + 100 * MINUTE));
        assertThat(kept).hasSize(WindowEvidence.MOST);
        assertThat(kept.getLast().t0()).isGreaterThan(FROM + 92 * MINUTE);
    }

    @Test
    void what_cannot_be_read_is_left_out() {
        piece(FROM, "motion-1");
        postgres.execute("drop table motion");
        assertThat(await(target.of(pairing, FROM, FROM + MINUTE))).isEmpty();
    }
}
