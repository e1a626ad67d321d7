package ai.petty.alerts;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.store.Micros;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What time alone leads to, found by any of several processes. */
class SweepTest {
    private final AlertWorld world = new AlertWorld();
    private final Sweep here = world.sweep();
    private final Sweep there = world.sweep();

    @AfterEach
    void close() {
        world.close();
    }

    /** The collar is heard now, and that is written down. */
    private void heard() {
        heard(world.now());
    }

    private void heard(Instant at) {
        world.postgres.execute("update collar set last_seen_at = ?::timestamptz", at.toString());
    }

    /** Both processes sweep every ten seconds. */
    private void sweepFor(Duration time) {
        for (var passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusSeconds(10)) {
            world.pass(Duration.ofSeconds(10));
            await(Future.join(here.run(), there.run()));
        }
    }

    /** Heard every ten seconds. */
    private void heardFor(Duration time) {
        for (var passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusSeconds(10)) {
            heard();
            sweepFor(Duration.ofSeconds(10));
        }
    }

    @Test
    void a_collar_that_comes_and_goes_is_told_of_once() {
        for (var i = 0; i < 10; i++) {
            heardFor(Duration.ofMinutes(1));
            sweepFor(Duration.ofMinutes(1));
        }
        assertThat(world.rows()).containsExactly("5 open");
        assertThat(world.told()).containsExactly("alert.opened offline");
        heardFor(Duration.ofMinutes(7));
        assertThat(world.rows()).containsExactly("5 cleared");
        assertThat(world.told()).hasSize(2);
    }

    @Test
    void a_collar_that_reports_once_a_minute_is_never_offline_until_it_misses_three() {
        for (var i = 0; i < 30; i++) {
            heard();
            world.evaluate(world.live(world.beat(70)));
            sweepFor(Duration.ofSeconds(50));
        }
        assertThat(world.postgres.text("select count(*) from alert")).isEqualTo("0");
        sweepFor(Duration.ofMinutes(3));
        assertThat(world.rows()).containsExactly("5 open");
    }

    @Test
    void silent_collars_stand_in_nobodys_way() {
        heard();
        sweepFor(Duration.ofMinutes(2));
        assertThat(world.rows()).containsExactly("5 open");
        world.postgres.execute("update alert_state set check_at = 'epoch'");
        var other = world.household.pair(world.household.pet("Other"), "SW-OTHER");
        world.postgres.execute("insert into alert_state (pairing_id, check_at) values (?, 'epoch')", other);

        var now = Micros.of(world.now());
        List<Long> due = await(world.database.ask(pool -> StateRepository.due(pool, now, 10)));
        List<Long> silent = await(world.database.ask(pool -> StateRepository.dueAndSilent(pool, now, 10)));
        assertThat(due).containsExactly(other);
        assertThat(silent).containsExactly(world.pairing);
    }

    @Test
    void an_escape_is_over_when_the_last_zone_is_taken_away_although_nothing_comes() {
        world.zones.follow(here::zonesChanged);
        world.garden();
        world.evaluate(world.live(world.away()), world.live(world.away()));
        var zone = await(world.zones.all(world.owner(), world.pet)).getFirst();
        await(world.zones.remove(world.owner(), world.pet, zone.zoneId()));
        sweepFor(Duration.ofSeconds(20));
        assertThat(world.rows()).containsExactly("3 no_zones");
    }

    @Test
    void an_alert_is_forgotten_long_after_it_was_over_and_never_while_it_is_open() {
        heard();
        sweepFor(Duration.ofMinutes(2));
        world.pass(Duration.ofDays(500));
        await(here.tidy());
        assertThat(world.rows()).containsExactly("5 open");
        world.postgres.execute(
                "update alert set resolved_at = ?::timestamptz, ending = 'cleared'",
                world.now().toString());
        world.pass(Duration.ofDays(399));
        await(here.tidy());
        assertThat(world.rows()).hasSize(1);
        world.pass(Duration.ofDays(2));
        await(here.tidy());
        assertThat(world.rows()).isEmpty();
    }

    @Test
    void a_collar_that_falls_silent_is_told_of_once_and_again_when_it_is_heard() {
        heard();
        sweepFor(Duration.ofSeconds(40));
        assertThat(world.rows()).isEmpty();
        sweepFor(Duration.ofMinutes(10));
        assertThat(world.rows()).containsExactly("5 open");
        assertThat(world.told()).containsExactly("alert.opened offline");

        heard();
        world.evaluate(world.live(world.beat(70)));
        heardFor(Duration.ofMinutes(6));
        assertThat(world.rows()).containsExactly("5 cleared");
        assertThat(world.told()).containsExactly("alert.opened offline", "alert.resolved offline");
    }

    @Test
    void a_collar_that_only_says_hello_is_heard_a_little_later() {
        heard();
        sweepFor(Duration.ofMinutes(5));
        heardFor(Duration.ofMinutes(8));
        assertThat(world.rows()).containsExactly("5 cleared");
    }

    @Test
    void a_collar_that_was_never_heard_on_this_pet_is_not_offline() {
        sweepFor(Duration.ofMinutes(2));
        world.postgres.execute(
                "update pairing set valid_from = ?::timestamptz", world.now().toString());
        heard(world.now().minusSeconds(3_600));
        sweepFor(Duration.ofMinutes(2));
        assertThat(world.rows()).isEmpty();
    }

    @Test
    void what_a_phone_brings_of_an_earlier_time_is_not_hearing_from_it() {
        heard();
        sweepFor(Duration.ofMinutes(20));
        heard(world.now().minusSeconds(300));
        world.evaluate(world.late(world.beat(70)));
        sweepFor(Duration.ofMinutes(20));
        assertThat(world.rows()).containsExactly("5 open");
        assertThat(world.told()).hasSize(1);
    }

    @Test
    void nobody_is_offline_because_nobody_listened() {
        heard();
        sweepFor(Duration.ofSeconds(20));
        // All processes are down for an hour; collars come back within seconds.
        world.pass(Duration.ofHours(1));
        await(here.run());
        sweepFor(Duration.ofSeconds(30));
        heard();
        sweepFor(Duration.ofSeconds(30));
        assertThat(world.rows()).isEmpty();
    }

    @Test
    void each_sweep_is_done_by_one_process() {
        await(here.run());
        world.pass(Duration.ofSeconds(10));
        var both = await(here.run().compose(first -> there.run().map(second -> first && !second)));
        assertThat(both).isTrue();
    }

    @Test
    void what_has_been_silent_for_long_is_looked_at_rarely() {
        heard();
        sweepFor(Duration.ofMinutes(1));
        world.pass(Duration.ofDays(10));
        await(here.run());
        var next = world.postgres.text("select (extract(epoch from check_at) * 1000000)::bigint from alert_state");
        assertThat(Micros.instant(Long.parseLong(next))).isEqualTo(world.now().plus(Duration.ofHours(1)));
    }

    @Test
    void a_single_fix_outside_is_told_when_nothing_contradicts_it() {
        world.garden();
        await(here.run());
        world.evaluate(world.live(world.away()));
        sweepFor(Duration.ofSeconds(20));
        assertThat(world.rows()).isEmpty();
        sweepFor(Duration.ofSeconds(20));
        assertThat(world.rows()).containsExactly("3 open");
        world.evaluate(world.live(world.away()));
        sweepFor(Duration.ofMinutes(1));
        assertThat(world.told()).containsExactly("alert.opened geofence");
    }

    @Test
    void a_pet_that_sends_nothing_is_not_looked_at() {
        world.garden();
        world.evaluate(world.live(world.home()));
        assertThat(world.postgres.texts("select 1 from alert_state where check_at is not null"))
                .isEmpty();
    }

    @Test
    void what_came_from_a_collar_that_is_taken_off_is_over() {
        world.garden();
        world.evaluate(world.live(world.away()), world.live(world.away()));
        world.postgres.execute(
                "update pairing set valid_to = ?::timestamptz", world.now().toString());
        await(here.tidy());
        await(there.tidy());
        assertThat(world.rows()).containsExactly("3 unpaired");
        assertThat(world.told()).hasSize(2);
    }
}
