package ai.petty.timeline.days;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.config.PettyConfig;
import ai.petty.inference.BehaviourSearch;
import ai.petty.inference.Behaviours;
import ai.petty.inference.behaviour.Behaviour;
import ai.petty.pets.PetLeavings;
import ai.petty.store.Database;
import ai.petty.store.Partitions;
import ai.petty.store.TestDatabase;
import ai.petty.store.TestHousehold;
import ai.petty.timeline.BehaviourRows;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Days are written down before their readings go, once, whoever does it, and stay as they are. */
class SealingTest {
    private static final Duration AFTER = Duration.ofDays(33);
    private static final PettyConfig.Store STORE = new PettyConfig.Store(Duration.ofDays(35), 3, Duration.ofHours(1));
    private static final Instant START = Instant.parse("2026-03-10T12:00:00Z");

    private final TestDatabase server = TestDatabase.fresh();
    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BehaviourRows rows = new BehaviourRows(() -> DriverManager.getConnection(
            server.address().jdbcUrl(),
            server.address().user(),
            server.address().password().value()));
    private Database database;
    private Days days;
    private Sealing target;
    private Partitions partitions;
    private UUID pet;
    private long pairing;

    @BeforeEach
    void open() {
        database = server.open(vertx);
        days = days(database);
        target = sealing(database, days);
        partitions = new Partitions(database, STORE, now::get, meters, new SealedFirst(database));
        await(partitions.upkeep());
        var household = TestHousehold.demo(server);
        pet = household.pet("Bella");
        pairing = household.pair(pet, "SN-1");
    }

    @AfterEach
    void close() {
        await(database.close());
        await(vertx.close());
        server.close();
    }

    private Days days(Database on) {
        return new Days(on, new Behaviours(on), new BehaviourSearch(on), (pet, date) -> new Goal(30, "test"), now::get);
    }

    private Sealing sealing(Database on, Days of) {
        return new Sealing(on, of, new BehaviourSearch(on), AFTER, 1_000, now::get, meters);
    }

    /** Three days of it: walks of 1, 2 and 3 minutes in each quarter of an hour. */
    private void threeDays() {
        for (var day = 0; day < 3; day++) {
            var from = Instant.parse("2026-03-01T00:00:00Z").plus(Duration.ofDays(day));
            rows.bins(pairing, from, from.plus(Duration.ofDays(1)), 60 * (day + 1), 58.0 + day);
            rows.episode(pairing, Behaviour.SLEEPING, from.minus(Duration.ofHours(2)), Duration.ofHours(8));
        }
    }

    private Day day(String date) {
        return await(days.day(pet, LocalDate.parse(date)));
    }

    private List<String> writtenDown() {
        return server.texts("select day || ' ' || walking_s from pet_day order by day");
    }

    @Test
    void a_day_is_sealed_as_it_was_told_and_nothing_changes_it_any_more() {
        threeDays();
        var before = day("2026-03-02");
        assertThat(before.isSealed()).isFalse();
        await(target.run());
        assertThat(writtenDown()).isEmpty();

        now.set(Instant.parse("2026-04-05T00:00:00Z"));
        await(target.run());
        assertThat(writtenDown()).containsExactly("2026-03-01 5760", "2026-03-02 11520");
        var after = day("2026-03-02");
        assertThat(after).isEqualTo(before.asSealed());
        assertThat(after.streak()).isEqualTo(2);
        assertThat(after.sleep().night()).isEqualTo(new Figure(8 * 3_600f, 1));
        assertThat(await(days.sealedUntil(pet))).isEqualTo(after.endsAt());
        assertThat(day("2026-03-03").isSealed()).isFalse();
        assertThat(day("2026-03-03").streak()).isEqualTo(3);

        rows.bins(pairing, Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-04T00:00:00Z"), 0, 99.0);
        server.execute("update pet_seal set due_at = '-infinity'");
        await(target.run());
        assertThat(day("2026-03-02")).isEqualTo(after);
    }

    @Test
    void history_outlives_the_readings_behind_it() {
        threeDays();
        TestHousehold household = TestHousehold.foreign(server);
        household.store(pairing, TestHousehold.beat(Instant.parse("2026-03-02T12:00:00Z"), 60f));
        var before = day("2026-03-02");
        now.set(Instant.parse("2026-04-20T00:00:00Z"));
        await(target.run());
        await(partitions.upkeep());
        server.execute("delete from activity_bin");

        assertThat(server.texts("select 1 from reading")).isEmpty();
        assertThat(day("2026-03-02")).isEqualTo(before.asSealed());
        now.set(Instant.parse("2027-04-20T00:00:00Z"));
        assertThat(day("2026-03-02")).isEqualTo(before.asSealed());
        assertThat(day("2026-03-20").activity().active().value()).isNull();
    }

    @Test
    void readings_wait_for_their_days_to_be_sealed_but_not_for_ever() {
        threeDays();
        TestHousehold.foreign(server).store(pairing, TestHousehold.beat(Instant.parse("2026-03-02T12:00:00Z"), 60f));
        now.set(Instant.parse("2026-04-09T00:00:00Z"));
        await(partitions.upkeep());
        assertThat(server.texts("select hr::int from reading")).containsExactly("60");
        assertThat(meters.get("petty.partitions.held").gauge().value()).isPositive();

        now.set(Instant.parse("2026-04-16T00:00:00Z"));
        await(partitions.upkeep());
        assertThat(server.texts("select 1 from reading")).isEmpty();
    }

    @Test
    void sealed_days_free_their_readings() {
        threeDays();
        TestHousehold.foreign(server).store(pairing, TestHousehold.beat(Instant.parse("2026-03-02T12:00:00Z"), 60f));
        now.set(Instant.parse("2026-04-09T00:00:00Z"));
        await(target.run());
        await(partitions.upkeep());
        assertThat(server.texts("select 1 from reading")).isEmpty();
        assertThat(meters.get("petty.partitions.held").gauge().value()).isZero();
        assertThat(meters.get("petty.days.sealed").counter().count()).isEqualTo(4);
    }

    @Test
    void what_waits_to_be_evaluated_is_not_sealed_over() {
        threeDays();
        server.execute("update pairing set dirty_from = '2026-03-02T10:00:00Z'");
        now.set(Instant.parse("2026-04-20T00:00:00Z"));
        await(target.run());
        assertThat(writtenDown()).containsExactly("2026-03-01 5760");
        assertThat(await(new SealedFirst(database).mayDrop(Instant.parse("2026-03-02T00:00:00Z"))))
                .isTrue();
        assertThat(await(new SealedFirst(database).mayDrop(Instant.parse("2026-03-03T00:00:00Z"))))
                .isFalse();

        server.execute("update pairing set dirty_from = null");
        now.set(now.get().plus(Duration.ofDays(1)));
        await(target.run());
        // Of the fourth day's night the evening before is known.
        assertThat(writtenDown()).hasSize(4);
    }

    @Test
    void a_pet_that_waits_to_be_evaluated_keeps_nobody_else_waiting() {
        threeDays();
        server.execute("update pairing set dirty_from = '2026-03-02T10:00:00Z'");
        var household = TestHousehold.foreign(server);
        var other = household.pair(household.pet("Rex"), "SN-2");
        rows.bins(other, Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-08T00:00:00Z"), 60, 60.0);
        var rex = "select max(day) from pet_day join pairing using (pet_id) where pairing_id = " + other;
        var twoAtOnce = new Sealing(database, days, new BehaviourSearch(database), AFTER, 2, now::get, meters);
        now.set(Instant.parse("2026-04-06T00:00:00Z"));
        await(twoAtOnce.run());
        assertThat(server.text(rex)).isEqualTo("2026-03-03");

        now.set(Instant.parse("2026-04-08T00:00:00Z"));
        await(twoAtOnce.run());
        assertThat(server.text(rex)).isEqualTo("2026-03-05");
    }

    @Test
    void two_processes_at_once_seal_each_day_once() {
        for (var i = 2; i < 30; i++) {
            var household = TestHousehold.foreign(server);
            var other = household.pair(household.pet("Pet " + i), "SN-" + i);
            rows.bins(other, Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-01T06:00:00Z"), 60, 60.0);
        }
        threeDays();
        now.set(Instant.parse("2026-04-20T00:00:00Z"));
        var there = server.open(vertx);
        await(Future.all(target.run(), sealing(there, days(there)).run()));
        await(there.close());
        assertThat(server.text("select count(*) from pet_day")).isEqualTo(Integer.toString(28 + 4));
        assertThat(meters.get("petty.days.sealed").counter().count()).isEqualTo(28 + 4);
    }

    @Test
    void another_time_zone_changes_only_days_that_are_not_sealed() {
        threeDays();
        now.set(Instant.parse("2026-04-05T00:00:00Z"));
        await(target.run());
        var before = day("2026-03-02");
        server.execute("update pet set time_zone = 'Asia/Tokyo'");
        assertThat(day("2026-03-02")).isEqualTo(before);
        assertThat(day("2026-03-03").timeZone()).isEqualTo("Asia/Tokyo");
        assertThat(day("2026-03-03").startsAt()).isLessThan(before.endsAt());
        now.set(Instant.parse("2026-04-20T00:00:00Z"));
        await(target.run());
        assertThat(server.texts("select day || ' ' || time_zone from pet_day order by day"))
                .containsExactly("2026-03-01 UTC", "2026-03-02 UTC", "2026-03-03 Asia/Tokyo", "2026-03-04 Asia/Tokyo");
    }

    @Test
    void weeks_and_months_are_put_together_of_sealed_days_and_others() {
        threeDays();
        now.set(Instant.parse("2026-04-05T00:00:00Z"));
        await(target.run());
        var both = await(new Trends(days).last(pet, 6));
        var week = both.weeks().get(1);
        assertThat(week.from()).isEqualTo(LocalDate.parse("2026-03-02"));
        assertThat(week.daysSeen()).isEqualTo(2);
        assertThat(week.active().value()).isEqualTo((11_520 + 17_280) / 2f);
        assertThat(week.coverage()).isEqualTo(2 / 7f);
        assertThat(week.goalDays()).isEqualTo(2);
        assertThat(both.weeks().get(2).active().value()).isNull();
        assertThat(both.months())
                .extracting(Trend::from)
                .containsExactly(
                        LocalDate.parse("2026-02-01"), LocalDate.parse("2026-03-01"), LocalDate.parse("2026-04-01"));
        assertThat(both.months().get(1).daysSeen()).isEqualTo(3);
        assertThat(both.months().get(1).heartRate().value()).isEqualTo(59);
        assertThat(both.months().get(1).sleep().value()).isEqualTo(8 * 3_600);
    }

    @Test
    void what_is_known_of_a_pet_goes_with_it() {
        threeDays();
        now.set(Instant.parse("2026-04-20T00:00:00Z"));
        await(target.run());
        await(database.transact(transaction -> PetLeavings.erase(transaction, pet, 1_776_643_200_000_000L)));
        assertThat(writtenDown()).isEmpty();
        server.execute("update pet_seal set due_at = '-infinity'");
        await(target.run());
        assertThat(writtenDown()).isEmpty();
    }

    @Test
    void recent_days_are_those_that_are_over() {
        rows.bins(pairing, START.minus(Duration.ofDays(2)), START, 60, 60.0);
        var recent = await(days.recent(pet, 3));
        assertThat(recent)
                .extracting(Day::date)
                .containsExactly(
                        LocalDate.parse("2026-03-07"), LocalDate.parse("2026-03-08"), LocalDate.parse("2026-03-09"));
        assertThat(recent.getLast().activity().active().value()).isEqualTo(5_760);
        assertThat(recent.getFirst().activity().active().value()).isNull();
    }

    @Test
    void a_streak_goes_back_as_far_as_it_goes_and_today_does_not_end_it() {
        rows.bins(pairing, START.minus(Duration.ofDays(25)), START.minus(Duration.ofHours(12)), 60, 60.0);
        rows.bins(pairing, Instant.parse("2026-02-18T00:00:00Z"), Instant.parse("2026-02-19T00:00:00Z"), 1, 60.0);
        var today = day("2026-03-10");
        assertThat(today.reached()).isEqualTo(Day.Reached.UNKNOWN);
        assertThat(today.streak()).isEqualTo(19);
        assertThat(day("2026-02-18").streak()).isZero();
        assertThat(day("2026-02-17").streak()).isEqualTo(5);
        // Of the 13th only half was seen: that was enough.
        assertThat(day("2026-02-13").streak()).isEqualTo(1);
        assertThat(day("2026-02-12").streak()).isZero();
    }
}
