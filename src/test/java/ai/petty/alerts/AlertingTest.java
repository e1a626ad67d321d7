package ai.petty.alerts;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.alerts.RestingHeart.NotYet;
import ai.petty.alerts.RestingHeart.Resting;
import ai.petty.alerts.rules.Rule;
import ai.petty.inference.Evaluated;
import ai.petty.ingest.CommitListener.Stored;
import ai.petty.ingest.Reading;
import ai.petty.pets.zones.Shape;
import ai.petty.store.Micros;
import ai.petty.store.TestHousehold;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an evaluation leads to, in the rows of a real database. */
class AlertingTest {
    private final AlertWorld world = new AlertWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private void escape() {
        world.evaluate(world.live(world.away()), world.live(world.away()));
    }

    @Test
    void an_escape_is_found_told_once_and_over_when_the_pet_is_back() {
        world.garden();
        world.evaluate(world.live(world.home()));
        escape();
        escape();

        assertThat(world.rows()).containsExactly("3 open");
        assertThat(world.told()).containsExactly("alert.opened geofence");
        assertThat(world.postgres.text("select category || ' ' || urgent from told"))
                .isEqualTo("escape true");
        assertThat(world.open()).singleElement().satisfies(alert -> {
            assertThat(alert.id().rule()).isEqualTo(Rule.GEOFENCE);
            assertThat(AlertId.parse(alert.id().text())).contains(alert.id());
            assertThat(alert.place()).as("nobody in particular is told where").isEmpty();
        });

        world.evaluate(world.live(world.home()), world.live(world.home()));
        assertThat(world.rows()).containsExactly("3 returned");
        assertThat(world.told()).containsExactly("alert.opened geofence", "alert.resolved geofence");
    }

    @Test
    void what_is_judged_in_pieces_is_judged_as_a_whole() {
        world.garden();
        for (var i = 0; i < 2; i++) {
            world.evaluate(world.live(world.away()));
        }
        assertThat(world.rows()).containsExactly("3 open");
    }

    @Test
    void a_fix_that_comes_in_the_frame_after_a_heartbeat_of_its_time_is_judged() {
        world.garden();
        for (var i = 0; i < 2; i++) {
            var beat = world.beat(70);
            world.evaluate(world.live(beat));
            var fix = TestHousehold.at(beat.t(), 1, world.away());
            world.evaluate(world.live(beat), world.live(fix));
        }
        assertThat(world.rows()).containsExactly("3 open");
    }

    @Test
    void a_fix_of_a_moment_before_a_heartbeat_is_judged() {
        world.garden();
        for (var i = 0; i < 2; i++) {
            var fix = world.away();
            var beat = world.beat(70);
            world.evaluate(world.live(beat));
            world.evaluate(world.live(fix), world.live(beat));
        }
        assertThat(world.rows()).containsExactly("3 open");
    }

    @Test
    void what_is_told_again_is_judged_once() {
        world.garden();
        var fix = world.live(world.away());
        world.evaluate(fix);
        world.evaluate(fix, world.live(world.beat(70)));
        world.evaluate(fix);
        assertThat(world.rows()).as("one fix is not two").isEmpty();
        var before = world.live(TestHousehold.at(fix.reading().t() - 1, 0, world.away()));
        world.evaluate(before, fix);
        assertThat(world.rows()).as("nor is one of before it").isEmpty();
    }

    @Test
    void a_pet_without_zones_never_escapes() {
        escape();
        escape();
        assertThat(world.rows()).isEmpty();
    }

    @Test
    void what_is_drawn_holds_at_once() {
        world.garden();
        escape();
        world.zone(new Shape.Circle(AlertWorld.corner(AlertWorld.LAT + 0.01, AlertWorld.LON), 60));
        escape();
        assertThat(world.rows()).containsExactly("3 returned");
    }

    @Test
    void what_came_late_fires_nothing() {
        world.garden();
        world.evaluate(
                world.late(world.away()),
                world.late(world.away()),
                world.late(world.charge(5)),
                world.late(world.away()));
        for (var i = 0; i < 20; i++) {
            world.evaluate(world.late(world.beat(200)));
        }
        await(world.sweep().run());
        assertThat(world.rows()).isEmpty();
        assertThat(world.told()).isEmpty();

        world.evaluate(world.live(world.away()));
        assertThat(world.rows()).containsExactly("3 open");
    }

    @Test
    void an_evaluation_that_is_rolled_back_and_done_again_is_told_once() {
        world.garden();
        var fresh = new Stored[] {world.live(world.away()), world.live(world.away())};
        var broken = world.database.<Void>transact(transaction -> world.alerting
                .follow(transaction, world.evaluated(fresh))
                .compose(done -> Future.failedFuture(new IllegalStateException("the process dies"))));
        await(broken.otherwiseEmpty());
        assertThat(world.rows()).isEmpty();

        world.evaluate(fresh);
        world.evaluate(fresh);
        assertThat(world.rows()).containsExactly("3 open");
        assertThat(world.told()).hasSize(1);
    }

    @Test
    void the_same_readings_lead_to_the_same_name_in_every_process() {
        world.garden();
        var fresh = new Stored[] {world.live(world.away()), world.live(world.away())};
        world.evaluate(fresh);
        var name = world.open().getFirst().id();
        world.postgres.execute("delete from alert");
        world.postgres.execute("delete from alert_state");
        world.evaluate(world.alerting(RestingHeart.UNKNOWN), fresh);
        assertThat(world.open().getFirst().id()).isEqualTo(name);
    }

    @Test
    void several_processes_at_once_open_one() {
        world.garden();
        var fresh = new Stored[] {world.live(world.away()), world.live(world.away())};
        var all = IntStream.range(0, 8)
                .mapToObj(i -> world.database.transact(
                        transaction -> world.alerting.follow(transaction, world.evaluated(fresh))))
                .toList();
        await(Future.join(all));
        assertThat(world.rows()).containsExactly("3 open");
        assertThat(world.told()).hasSize(1);
    }

    @Test
    void two_collars_on_one_pet_open_one() {
        world.garden();
        escape();
        var other = world.household.pair(world.pet, "AL-OTHER");
        var fresh = List.of(world.away(), world.away()).stream()
                .map(reading -> new Stored(other, reading, reading.t()))
                .toList();
        await(world.database.transact(transaction ->
                world.alerting.follow(transaction, new Evaluated(other, world.pet, 0, fresh, List.of(), List.of()))));
        assertThat(world.rows()).containsExactly("3 open");
        assertThat(world.told()).hasSize(1);
    }

    @Test
    void what_another_collar_has_found_already_is_found_when_that_is_over() {
        world.garden();
        var other = world.household.pair(world.pet, "AL-OTHER");
        escape();
        evaluateOf(other, world.away(), world.away());
        assertThat(world.rows()).containsExactly("3 open");
        world.evaluate(world.live(world.home()), world.live(world.home()));
        assertThat(world.rows()).containsExactly("3 returned");
        evaluateOf(other, world.away(), world.away());
        assertThat(world.rows()).as("that one is still away").containsExactly("3 returned", "3 open");
        assertThat(world.told()).hasSize(3);
    }

    private void evaluateOf(long pairing, Reading... readings) {
        var fresh = List.of(readings).stream()
                .map(reading -> new Stored(pairing, reading, reading.t()))
                .toList();
        await(world.database.transact(transaction ->
                world.alerting.follow(transaction, new Evaluated(pairing, world.pet, 0, fresh, List.of(), List.of()))));
    }

    @Test
    void nobody_is_told_while_a_phone_of_its_people_is_with_the_pet() {
        world.garden();
        await(world.companions.accompany(world.owner(), world.pet, Duration.ofMinutes(1)));
        escape();
        escape();
        assertThat(world.rows()).isEmpty();
        world.pass(Duration.ofMinutes(1));
        escape();
        assertThat(world.rows()).containsExactly("3 open");
        await(world.companions.accompany(world.owner(), world.pet, Duration.ofMinutes(1)));
        escape();
        assertThat(world.rows()).containsExactly("3 accompanied");
        await(world.companions.leave(world.owner(), world.pet));
        escape();
        assertThat(world.rows()).containsExactly("3 accompanied", "3 open");
    }

    @Test
    void the_phone_of_who_looks_after_the_pet_no_longer_counts_for_nothing() {
        world.garden();
        await(world.companions.accompany(world.owner(), world.pet, Duration.ofHours(1)));
        world.postgres.execute("update member set role = 'viewer'");
        escape();
        assertThat(world.rows()).containsExactly("3 open");
    }

    @Test
    void a_low_battery_is_told_once_and_over_when_it_is_charged() {
        for (var pct : new float[] {16, 14.5F, 15.5F, 13, 19, 14}) {
            world.evaluate(world.live(world.charge(pct)));
        }
        assertThat(world.rows()).containsExactly("4 open");
        assertThat(world.told()).hasSize(1);
        world.evaluate(world.live(world.charge(90)));
        assertThat(world.rows()).containsExactly("4 cleared");
    }

    private void beats(Alerting by, float hr, int readings) {
        for (var i = 0; i < readings; i++) {
            world.evaluate(by, world.live(world.beat(hr)));
        }
    }

    @Test
    void a_heart_is_held_against_the_pets_own_rate_and_against_strangers_until_that_is_known() {
        beats(world.alerting, 110, 20);
        assertThat(world.rows()).as("a dog whose own rate is not known").isEmpty();
        beats(world.alerting(known(60, 0.5)), 110, 20);
        assertThat(world.rows()).as("not enough is behind its own rate").isEmpty();
        beats(world.alerting(known(60, 1)), 110, 6);
        assertThat(world.rows()).containsExactly("1 open");
        beats(world.alerting(known(90, 1)), 110, 6);
        assertThat(world.rows()).as("usual for this one").containsExactly("1 cleared");
        assertThat(world.told()).hasSize(2);
    }

    private static RestingHeart known(double bpm, double readiness) {
        return petId -> new Resting(bpm, readiness);
    }

    @Test
    void a_process_that_does_not_know_the_pet_yet_changes_nothing() {
        var warm = world.alerting(known(50, 1));
        var cold = world.alerting(petId -> new NotYet());
        beats(warm, 90, 6);
        assertThat(world.rows()).containsExactly("1 open");
        beats(cold, 90, 20);
        assertThat(world.rows()).as("calm for a stranger").containsExactly("1 open");
        beats(warm, 60, 6);
        assertThat(world.rows()).containsExactly("1 cleared");

        var fast = world.alerting(known(110, 1));
        beats(fast, 130, 6);
        beats(cold, 130, 20);
        beats(fast, 130, 6);
        assertThat(world.rows()).as("racing for a stranger").containsExactly("1 cleared");
    }

    @Test
    void a_row_of_fast_beats_goes_on_in_another_process_as_soon_as_that_knows_the_pet() {
        var cold = new AtomicBoolean(true);
        var other = world.alerting(petId -> cold.get() ? new NotYet() : new Resting(60, 1));
        beats(world.alerting(known(60, 1)), 110, 5);
        beats(other, 110, 1);
        assertThat(world.rows()).isEmpty();
        cold.set(false);
        beats(other, 110, 1);
        assertThat(world.rows()).containsExactly("1 open");
    }

    @Test
    void viewers_are_shown_what_has_changed_and_nothing_else() {
        world.garden();
        var news = new AlertNews(world.database);
        // By the clock of the database.
        var before = Micros.of(Instant.now().minusSeconds(60));
        assertThat(await(news.since(List.of(world.pet), before))).isEmpty();
        escape();
        var first = await(news.since(List.of(world.pet), before));
        assertThat(first).singleElement().satisfies(one -> {
            assertThat(one.event()).isEqualTo("alert");
            assertThat(one.petId()).isEqualTo(world.pet);
            assertThat(one.body().getString("state")).isEqualTo("open");
            assertThat(one.body().encode()).doesNotContain("lat", "52.5");
        });
        assertThat(await(news.since(List.of(world.pet), first.getFirst().changedAt())))
                .isEmpty();
        assertThat(await(news.since(List.of(world.household.pet("Other")), before)))
                .isEmpty();
        world.evaluate(world.live(world.home()), world.live(world.home()));
        assertThat(await(news.since(List.of(world.pet), first.getFirst().changedAt())))
                .singleElement()
                .satisfies(one -> assertThat(one.body().getString("ending")).isEqualTo("returned"));
    }

    @Test
    void viewers_are_shown_all_that_has_changed_however_much_it_is() {
        world.garden();
        for (var i = 0; i < 5; i++) {
            escape();
            world.evaluate(world.live(world.home()), world.live(world.home()));
        }
        var before = Micros.of(Instant.now().minusSeconds(60));
        assertThat(await(new AlertNews(world.database, 2).since(List.of(world.pet), before)))
                .hasSize(5)
                .doesNotHaveDuplicates();
    }

    @Test
    void nothing_is_found_of_a_pet_that_is_erased() {
        world.garden();
        world.postgres.execute("update pet set erased_at = now()");
        escape();
        assertThat(world.rows()).isEmpty();
    }

    @Test
    void no_rule_remembers_where_a_pet_was() {
        world.garden();
        escape();
        world.evaluate(world.live(world.home()));
        assertThat(world.postgres.text("select memory::text from alert_state"))
                .doesNotContain("52520008", "52530008", "13404954");
    }
}
