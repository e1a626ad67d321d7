package ai.petty.feedback;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.store.Database;
import ai.petty.store.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people's verdicts make of a confidence. */
class CalibrationTest {
    private static final float RAW = 0.8f;

    private final TestDatabase postgres = TestDatabase.fresh();
    private final Vertx vertx = Vertx.vertx();
    private final Database database = postgres.open(vertx);
    private final Said said = new Said(postgres);
    private final Calibration target = new Calibration(database, Duration.ofHours(1), InstantSource.system());
    private final UUID anyPet = said.pet();

    @AfterEach
    void close() {
        await(vertx.close());
        postgres.close();
    }

    private float confidence(Calibration calibration, UUID pet, Behaviour behaviour) {
        await(calibration.refresh());
        return await(calibration.forPet(pet)).confidence(behaviour, RAW);
    }

    private float confidence() {
        return confidence(target, anyPet, Behaviour.WALKING);
    }

    @Test
    void without_verdicts_a_confidence_is_as_it_was() {
        assertThat(confidence()).isEqualTo(RAW);
    }

    @Test
    void three_people_are_too_few_and_twenty_who_say_it_is_wrong_lower_it() {
        said.people(3, Behaviour.WALKING, RAW, "incorrect");
        assertThat(confidence()).isEqualTo(RAW);
        said.people(17, Behaviour.WALKING, RAW, "incorrect");
        var lowered = confidence();
        assertThat(lowered).isLessThan(0.5f);
        assertThat(confidence(target, anyPet, Behaviour.RUNNING))
                .as("another behaviour")
                .isEqualTo(RAW);
        said.people(200, Behaviour.WALKING, RAW, "correct");
        assertThat(confidence()).isGreaterThan(lowered).isCloseTo(200f / 220, within(0.03f));
    }

    @Test
    void words_that_say_neither_and_verdicts_on_no_event_count_for_nothing() {
        said.people(50, Behaviour.WALKING, RAW, "unclear");
        postgres.execute("""
                insert into feedback (feedback_id, event_sealed, verdict, given_at)
                select gen_random_uuid(), '', 'incorrect', now() from generate_series(1, 100)""");
        assertThat(confidence()).isEqualTo(RAW);
    }

    @Test
    void an_account_with_ten_thousand_verdicts_moves_the_confidence_of_others_by_no_more_than_is_written_down() {
        assertThat(Calibration.MOST_BY_ONE_ACCOUNT).isEqualTo(0.05);
        var hostile = said.account();
        said.verdicts(hostile, said.pet(), Behaviour.WALKING, 0.99, "incorrect", 10_000);
        assertThat(confidence()).as("alone it moves nothing").isEqualTo(RAW);
        postgres.execute("delete from feedback");
        for (var people : new int[] {3, 4, 40}) {
            postgres.execute("delete from feedback");
            said.people(people, Behaviour.WALKING, RAW, "correct");
            var before = confidence();
            said.verdicts(hostile, said.pet(), Behaviour.WALKING, 0.99, "incorrect", 10_000);
            assertThat(Math.abs(confidence() - before))
                    .isLessThanOrEqualTo(0.05f)
                    .isPositive();
        }
    }

    @Test
    void what_another_process_has_heard_counts_here_too() {
        var elsewhere = new Calibration(database, Duration.ofHours(1), InstantSource.system());
        assertThat(confidence(elsewhere, anyPet, Behaviour.WALKING)).isEqualTo(RAW);
        said.people(20, Behaviour.WALKING, RAW, "incorrect");
        assertThat(await(elsewhere.forPet(anyPet)).confidence(Behaviour.WALKING, RAW))
                .as("not before it looks")
                .isEqualTo(RAW);
        var seen = confidence(elsewhere, anyPet, Behaviour.WALKING);
        assertThat(seen).isLessThan(0.5f).isEqualTo(confidence());
    }

    @Test
    void what_is_erased_is_forgotten_though_nobody_says_anything_new() {
        said.people(20, Behaviour.WALKING, RAW, "incorrect");
        assertThat(confidence()).isLessThan(0.5f);
        postgres.execute(
                "delete from feedback where feedback_id not in (select feedback_id from feedback order by given_at desc limit 1)");
        for (var i = 0; i < 20; i++) {
            await(target.refresh());
        }
        assertThat(await(target.forPet(anyPet)).confidence(Behaviour.WALKING, RAW))
                .isEqualTo(RAW);
    }

    @Test
    void a_pets_own_people_move_its_confidence_and_nobody_elses() {
        var pet = said.pet();
        var owner = said.account();
        said.member(pet, owner, "owner", "infinity");
        said.verdicts(owner, pet, Behaviour.WALKING, RAW, "incorrect", 5);
        assertThat(confidence(target, pet, Behaviour.WALKING))
                .as("five are too few")
                .isEqualTo(RAW);
        said.verdicts(owner, pet, Behaviour.WALKING, RAW, "incorrect", 15);
        target.heard(pet);
        assertThat(confidence(target, pet, Behaviour.WALKING)).isLessThan(0.5f);
        assertThat(confidence()).isEqualTo(RAW);
    }

    @Test
    void who_may_only_see_a_pet_moves_its_confidence_as_little_as_others_and_who_may_not_any_more_not_at_all() {
        var pet = said.pet();
        var carer = said.account();
        said.member(pet, carer, "carer", "infinity");
        said.verdicts(carer, pet, Behaviour.WALKING, RAW, "correct", 20);
        var before = confidence(target, pet, Behaviour.WALKING);
        for (var role : new String[] {"viewer", "vet"}) {
            var other = said.account();
            said.member(pet, other, role, "infinity");
            said.verdicts(other, pet, Behaviour.WALKING, 0.99, "incorrect", 1_000);
        }
        target.heard(pet);
        var now = confidence(target, pet, Behaviour.WALKING);
        assertThat(before - now).isPositive().isLessThanOrEqualTo(0.1f);
        postgres.execute("update member set expires_at = now() - interval '1 second' where role = 'vet'");
        postgres.execute("delete from member where role = 'viewer'");
        target.heard(pet);
        assertThat(confidence(target, pet, Behaviour.WALKING)).isEqualTo(before);
    }

    @Test
    void one_who_may_only_see_a_pet_moves_nothing_of_it_alone() {
        var pet = said.pet();
        var viewer = said.account();
        said.member(pet, viewer, "viewer", "infinity");
        said.verdicts(viewer, pet, Behaviour.WALKING, 0.99, "incorrect", 10_000);
        assertThat(confidence(target, pet, Behaviour.WALKING)).isEqualTo(RAW);
    }

    @Test
    void of_two_events_the_surer_stays_the_surer() {
        said.people(20, Behaviour.WALKING, RAW, "incorrect");
        await(target.refresh());
        var calibrated = await(target.forPet(anyPet));
        var before = -1f;
        for (var raw = 0.02f; raw < 0.98f; raw += 0.01f) {
            var now = calibrated.confidence(Behaviour.WALKING, raw);
            assertThat(now).isGreaterThan(before).isBetween(0f, 1f);
            before = now;
        }
    }
}
