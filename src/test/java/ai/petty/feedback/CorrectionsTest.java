package ai.petty.feedback;

import static ai.petty.store.TestDatabase.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import ai.petty.store.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is shown with which event. */
class CorrectionsTest {
    private final TestDatabase postgres = TestDatabase.fresh();
    private final Vertx vertx = Vertx.vertx();
    private final Database database = postgres.open(vertx);
    private final Said people = new Said(postgres);
    private final UUID pet = people.pet();
    private final UUID owner = member("owner");
    private final long pairing = Long.parseLong(postgres.text("""
            with made as (insert into collar (serial) values ('SN-1') returning collar_id)
            insert into pairing (collar_id, pet_id, valid_from) select collar_id, ?, '-infinity' from made returning pairing_id""", pet));
    private int said;

    @AfterEach
    void close() {
        await(vertx.close());
        postgres.close();
    }

    private static String at(int minute) {
        return "2026-03-01T%02d:%02d:00Z".formatted(10 + minute / 60, minute % 60);
    }

    private EpisodeId id(Behaviour behaviour, int from) {
        return new EpisodeId(pairing, behaviour, Micros.of(Instant.parse(at(from))));
    }

    private EpisodeId episode(Behaviour behaviour, int from, int to) {
        postgres.execute("""
                insert into episode (pairing_id, from_t, behaviour, to_t, is_open, confidence, coverage, model, evidence)
                values (?, ?::timestamptz, ?, ?::timestamptz, false, 0.8, 1, 'rules', '{}')""", pairing, at(from), behaviour.code(), at(to));
        return id(behaviour, from);
    }

    private void say(Behaviour behaviour, int from, int to, String verdict, @Nullable String corrected) {
        say(owner, behaviour, from, to, verdict, corrected);
    }

    private void say(
            @Nullable UUID account, Behaviour behaviour, int from, int to, String verdict, @Nullable String corrected) {
        postgres.execute("""
                insert into feedback (feedback_id, account_id, event_sealed, verdict, corrected, given_at, pet_id, pairing_id, behaviour,
                    from_t, to_t, confidence, coverage, model, evidence)
                values (gen_random_uuid(), ?, '', ?, ?, now() + ? * interval '1 second', ?, ?, ?, ?::timestamptz, ?::timestamptz, 0.8,
                    1, 'rules', '{}')""", account, verdict, corrected, said++, pet, pairing, behaviour.code(), at(from), at(to));
    }

    private UUID member(String role) {
        var account = people.account();
        people.member(pet, account, role, "infinity");
        return account;
    }

    private Correction shownWith(EpisodeId event) {
        return requireNonNull(shown().get(event));
    }

    private Map<EpisodeId, Correction> shown() {
        return shown(0, 120);
    }

    private Map<EpisodeId, Correction> shown(int from, int to) {
        return await(new Corrections(database, InstantSource.system())
                .of(pet, Micros.of(Instant.parse(at(from))), Micros.of(Instant.parse(at(to)))));
    }

    @Test
    void a_corrected_event_is_shown_with_what_it_was() {
        var walk = episode(Behaviour.WALKING, 0, 10);
        episode(Behaviour.RESTING, 10, 30);
        say(Behaviour.WALKING, 0, 10, "incorrect", "eating");
        assertThat(shown()).containsOnlyKeys(walk);
        assertThat(shownWith(walk).verdict()).isEqualTo(Verdict.INCORRECT);
        assertThat(shownWith(walk).corrected()).isEqualTo(Optional.of("eating"));
        assertThat(shownWith(walk).saidOf()).isEqualTo(walk);
    }

    @Test
    void of_those_who_keep_a_pet_the_later_verdict_wins() {
        var walk = episode(Behaviour.WALKING, 0, 10);
        var carer = member("carer");
        say(Behaviour.WALKING, 0, 10, "incorrect", "eating");
        say(carer, Behaviour.WALKING, 0, 10, "correct", null);
        assertThat(shownWith(walk).verdict()).isEqualTo(Verdict.CORRECT);
        say(carer, Behaviour.WALKING, 0, 10, "incorrect", "running");
        assertThat(shownWith(walk).corrected()).isEqualTo(Optional.of("running"));
    }

    @Test
    void who_may_only_see_a_pet_is_shown_where_none_of_its_keepers_has_said_anything() {
        var walk = episode(Behaviour.WALKING, 0, 10);
        var vet = member("vet");
        say(vet, Behaviour.WALKING, 0, 10, "incorrect", "running");
        assertThat(shownWith(walk).corrected()).isEqualTo(Optional.of("running"));
        say(Behaviour.WALKING, 0, 10, "incorrect", "eating");
        say(member("viewer"), Behaviour.WALKING, 0, 10, "incorrect", "playing");
        assertThat(shownWith(walk).corrected()).isEqualTo(Optional.of("eating"));
    }

    @Test
    void who_may_not_see_a_pet_any_more_is_not_shown_with_it() {
        episode(Behaviour.WALKING, 0, 10);
        var vet = people.account();
        people.member(pet, vet, "vet", "now");
        say(vet, Behaviour.WALKING, 0, 10, "incorrect", "running");
        say(people.account(), Behaviour.WALKING, 0, 10, "incorrect", "eating");
        assertThat(shown()).isEmpty();
    }

    @Test
    void who_holds_the_demo_households_secret_is_shown() {
        var walk = episode(Behaviour.WALKING, 0, 10);
        say(null, Behaviour.WALKING, 0, 10, "incorrect", "running");
        assertThat(shown()).containsOnlyKeys(walk);
    }

    @Test
    void sleep_over_rest_is_not_taken_for_rest_however_much_of_that_there_is() {
        episode(Behaviour.RESTING, 0, 60);
        var shorter = episode(Behaviour.SLEEPING, 20, 30);
        say(Behaviour.SLEEPING, 10, 50, "incorrect", "playing");
        assertThat(shown()).containsOnlyKeys(shorter);
    }

    @Test
    void where_nothing_of_a_behaviour_is_left_only_what_the_pet_did_instead_is_said_of_another() {
        var rest = episode(Behaviour.RESTING, 0, 60);
        say(Behaviour.SLEEPING, 10, 50, "incorrect", null);
        say(Behaviour.SLEEPING, 11, 50, "correct", null);
        say(Behaviour.SLEEPING, 12, 50, "incorrect", "resting");
        assertThat(shown()).as("it was right about the rest").isEmpty();
        say(Behaviour.SLEEPING, 13, 50, "incorrect", "eating");
        assertThat(shown()).containsOnlyKeys(rest);
        assertThat(shownWith(rest).corrected()).isEqualTo(Optional.of("eating"));
    }

    @Test
    void what_was_said_of_a_name_that_is_gone_is_shown_with_what_overlaps_it_most() {
        episode(Behaviour.WALKING, 0, 14);
        var longer = episode(Behaviour.WALKING, 14, 40);
        say(Behaviour.WALKING, 10, 20, "incorrect", "running");
        assertThat(shown()).containsOnlyKeys(longer);
        assertThat(shownWith(longer).saidOf()).isEqualTo(id(Behaviour.WALKING, 10));
    }

    @Test
    void of_two_that_overlap_it_alike_the_one_of_its_behaviour_is_meant() {
        episode(Behaviour.RESTING, 0, 40);
        var walk = episode(Behaviour.WALKING, 0, 40);
        episode(Behaviour.RUNNING, 0, 40);
        say(Behaviour.WALKING, 5, 20, "correct", null);
        assertThat(shown()).containsOnlyKeys(walk);
    }

    @Test
    void a_name_that_is_still_there_is_never_taken_for_another() {
        var walk = episode(Behaviour.WALKING, 10, 12);
        episode(Behaviour.RESTING, 0, 60);
        say(Behaviour.WALKING, 10, 20, "correct", null);
        assertThat(shown()).containsOnlyKeys(walk);
    }

    @Test
    void what_overlaps_nothing_is_shown_with_nothing() {
        episode(Behaviour.WALKING, 0, 10);
        episode(Behaviour.WALKING, 45, 60);
        say(Behaviour.WALKING, 30, 40, "incorrect", null);
        assertThat(shown()).isEmpty();
    }

    @Test
    void what_belongs_to_an_event_outside_of_what_is_asked_for_is_not_shown_with_one_inside() {
        var before = episode(Behaviour.WALKING, 0, 30);
        var within = episode(Behaviour.RESTING, 31, 60);
        say(Behaviour.WALKING, 5, 35, "incorrect", "running");
        assertThat(shown(31, 60)).containsOnlyKeys(before);
        assertThat(shown()).containsOnlyKeys(before).doesNotContainKey(within);
    }
}
