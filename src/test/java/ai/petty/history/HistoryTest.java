package ai.petty.history;

import static ai.petty.store.TestDatabase.await;
import static ai.petty.store.TestHousehold.beat;
import static ai.petty.store.TestHousehold.fix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.petty.ingest.CommitListener.Stored;
import ai.petty.ingest.Reading;
import ai.petty.pets.location.PositionView;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import ai.petty.store.TestDatabase;
import ai.petty.store.TestHousehold;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private TestDatabase server;
    private Vertx vertx;
    private Database database;
    private TestHousehold household;
    private History target;
    private int pets;

    @BeforeAll
    void open() {
        server = TestDatabase.fresh();
        vertx = Vertx.vertx();
        database = server.open(vertx);
        TestDatabase.makePartitions(database, () -> NOW);
        household = TestHousehold.demo(server);
        target = new History(database, () -> NOW, Duration.ofDays(35));
    }

    @AfterAll
    void close() {
        await(database.close());
        await(vertx.close());
        server.close();
    }

    private UUID newPet() {
        return household.pet("Bella " + ++pets);
    }

    private long newPairing(UUID petId) {
        return household.pair(petId, "SN-" + (1000 + ++pets));
    }

    private static Instant ago(Duration age) {
        return NOW.minus(age);
    }

    private static TimeRange last(Duration length) {
        return new TimeRange(Micros.of(NOW.minus(length)), Micros.of(NOW) + 1);
    }

    private static Refusal refusal(ThrowingCallable call) {
        return catchThrowableOfType(Refusal.class, call);
    }

    @Test
    void latest_is_the_newest_time_and_not_the_last_arrival() {
        var pet = newPet();
        var pairing = newPairing(pet);
        var newest = household.store(pairing, beat(ago(Duration.ofMinutes(1)), 80f));
        household.store(pairing, beat(ago(Duration.ofMinutes(9)), 70f));

        assertThat(await(target.latest(pet, PositionView.EXACT)).orElseThrow().newest())
                .isEqualTo(newest);
    }

    @Test
    void what_is_ahead_of_the_clock_is_not_the_latest_yet() {
        var pet = newPet();
        var pairing = newPairing(pet);
        var present = household.store(pairing, beat(NOW, 80f));
        household.store(pairing, beat(NOW.plusSeconds(200), 99f));

        assertThat(await(target.latest(pet, PositionView.EXACT)).orElseThrow().newest())
                .isEqualTo(present);
        var later = new History(database, () -> NOW.plusSeconds(200), Duration.ofDays(35));
        assertThat(await(later.latest(pet, PositionView.EXACT))
                        .orElseThrow()
                        .newest()
                        .reading()
                        .hr())
                .isEqualTo(99f);
    }

    @Test
    void a_collar_that_was_silent_for_weeks_still_has_a_latest() {
        var pet = newPet();
        var old = household.store(newPairing(pet), beat(ago(Duration.ofDays(30)), 61f));

        assertThat(await(target.latest(pet, PositionView.EXACT)).orElseThrow().newest())
                .isEqualTo(old);
        assertThat(await(target.latest(newPet(), PositionView.EXACT))).isEmpty();
    }

    @Test
    void latest_tells_the_newest_position_of_the_day_before_it() {
        var pet = newPet();
        var pairing = newPairing(pet);
        household.store(pairing, fix(ago(Duration.ofHours(3)), 52.52, 13.4));
        household.store(pairing, beat(ago(Duration.ofMinutes(1)), 80f));
        assertThat(await(target.latest(pet, PositionView.EXACT)).orElseThrow().position())
                .contains(new Fix(Micros.of(ago(Duration.ofHours(3))), 52_520_000, 13_400_000, null));

        var lost = newPet();
        var itsPairing = newPairing(lost);
        household.store(itsPairing, fix(ago(Duration.ofHours(25)), 52.52, 13.4));
        household.store(itsPairing, beat(NOW, 80f));
        assertThat(await(target.latest(lost, PositionView.EXACT)).orElseThrow().position())
                .isEmpty();
    }

    @Test
    void a_collar_that_changed_pets_carries_nothing_over() {
        var former = newPet();
        var present = newPet();
        var change = ago(Duration.ofHours(2));
        var before = household.pair(former, "SN-777", "-infinity", change.toString());
        var after = household.pair(present, "SN-777", change.toString(), "infinity");
        household.store(before, beat(ago(Duration.ofHours(3)), 61f));
        household.store(after, beat(ago(Duration.ofHours(1)), 90f));
        // Written under the old pairing, but of a time that is no longer its own.
        household.store(before, beat(ago(Duration.ofMinutes(30)), 200f));

        assertThat(hearts(readings(former, last(Duration.ofHours(5)), 10))).containsExactly(61f);
        assertThat(hearts(readings(present, last(Duration.ofHours(5)), 10))).containsExactly(90f);
        assertThat(await(target.latest(former, PositionView.EXACT))
                        .orElseThrow()
                        .newest()
                        .reading()
                        .hr())
                .isEqualTo(61f);
    }

    private List<Stored> readings(UUID pet, TimeRange range, int limit) {
        return await(target.readings(pet, range, limit, Optional.empty(), PositionView.EXACT))
                .items();
    }

    private static List<Float> hearts(List<Stored> stored) {
        return stored.stream().map(one -> one.reading().hr()).toList();
    }

    @Test
    void pages_of_readings_of_two_collars_join_without_a_seam() {
        var pet = newPet();
        var first = newPairing(pet);
        var second = newPairing(pet);
        var all = new ArrayList<Stored>();
        for (var i = 0; i < 10; i++) {
            // Both collars at the same times, each with two readings for each time.
            for (var n = 0; n < 2; n++) {
                for (var pairing : List.of(first, second)) {
                    var t = Micros.of(ago(Duration.ofMinutes(100 - i)));
                    all.add(household.store(
                            pairing, new Reading(t, n, 60f + i, null, null, null, null, null, null, null)));
                }
            }
        }

        var told = new ArrayList<Stored>();
        var cursor = Optional.<String>empty();
        do {
            var page = await(target.readings(pet, last(Duration.ofDays(1)), 7, cursor, PositionView.EXACT));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(7);
            told.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor.isPresent());
        assertThat(told).containsExactlyElementsOf(all);
    }

    @Test
    void a_range_holds_its_start_and_not_its_end() {
        var pet = newPet();
        var pairing = newPairing(pet);
        household.store(pairing, beat(ago(Duration.ofMinutes(20)), 1f));
        household.store(pairing, beat(ago(Duration.ofMinutes(10)), 2f));
        var range = new TimeRange(Micros.of(ago(Duration.ofMinutes(20))), Micros.of(ago(Duration.ofMinutes(10))));

        assertThat(hearts(readings(pet, range, 10))).containsExactly(1f);
        // The last page has no cursor, even when it is full.
        assertThat(await(target.readings(pet, range, 1, Optional.empty(), PositionView.EXACT))
                        .nextCursor())
                .isEmpty();
    }

    @Test
    void a_cursor_that_was_touched_or_is_for_another_question_is_refused() {
        var pet = newPet();
        var pairing = newPairing(pet);
        IntStream.range(0, 3).forEach(i -> household.store(pairing, beat(ago(Duration.ofMinutes(i)), 60f)));
        var cursor = await(target.readings(pet, last(Duration.ofHours(1)), 1, Optional.empty(), PositionView.EXACT))
                .nextCursor()
                .orElseThrow();
        var touched = (cursor.charAt(3) == 'x' ? 'y' : 'x') + cursor.substring(1);
        var other = newPet();

        for (var wrong : List.of(touched, cursor + "AA", "", "not-a-cursor", "ö")) {
            assertThat(refusal(() -> await(target.readings(
                                    pet, last(Duration.ofHours(1)), 1, Optional.of(wrong), PositionView.EXACT)))
                            .code())
                    .isEqualTo("cursor.invalid");
        }
        assertThat(refusal(() -> await(target.readings(
                                other, last(Duration.ofHours(1)), 1, Optional.of(cursor), PositionView.EXACT)))
                        .code())
                .isEqualTo("cursor.invalid");
        assertThat(refusal(() -> await(target.summaries(
                                pet, last(Duration.ofHours(1)), Resolution.MINUTE, 1, Optional.of(cursor))))
                        .code())
                .isEqualTo("cursor.invalid");
    }

    @Test
    void a_range_that_is_none_or_too_long_is_refused() {
        var pet = newPet();
        var none = new TimeRange(5, 5);
        assertThat(refusal(() -> await(target.readings(pet, none, 1, Optional.empty(), PositionView.EXACT)))
                        .code())
                .isEqualTo("range.invalid");
        assertThat(refusal(() -> await(target.readings(
                                pet, last(Duration.ofDays(35)), 1, Optional.empty(), PositionView.EXACT)))
                        .code())
                .isEqualTo("range.invalid");
        assertThat(refusal(() -> await(target.summaries(
                                pet, last(Duration.ofDays(7)), Resolution.MINUTE, 1, Optional.empty())))
                        .code())
                .isEqualTo("range.invalid");
        assertThat(refusal(() -> await(target.track(pet, last(Duration.ofDays(35)), PositionView.EXACT)))
                        .code())
                .isEqualTo("range.invalid");
    }

    @Test
    void a_minute_is_summed_up_and_an_empty_one_is_not_there() {
        var pet = newPet();
        var pairing = newPairing(pet);
        var minute = Instant.parse("2026-03-01T11:00:00Z");
        household.store(pairing, new Reading(Micros.of(minute), 0, 60f, 20f, (short) 0, null, null, null, 38.5f, 71f));
        household.store(
                pairing,
                new Reading(Micros.of(minute.plusSeconds(59)), 0, 90f, null, (short) 1, null, null, null, null, 70f));
        household.store(pairing, fix(minute.plusSeconds(120), 1, 2));

        var page = await(target.summaries(pet, last(Duration.ofDays(1)), Resolution.MINUTE, 100, Optional.empty()));

        assertThat(page.items())
                .containsExactly(
                        new Summary(Micros.of(minute), 2, 75.0, 60f, 90f, 20.0, 0.5, 38.5, 70f),
                        new Summary(Micros.of(minute.plusSeconds(120)), 1, null, null, null, null, null, null, null));
        assertThat(page.nextCursor()).isEmpty();
    }

    @Test
    void pages_of_hours_join_across_weeks_of_silence() {
        var pet = newPet();
        var pairing = newPairing(pet);
        var hours = new ArrayList<Long>();
        for (var day : List.of(34, 33, 20, 1, 0)) {
            var t = ago(Duration.ofDays(day).plusMinutes(30));
            household.store(pairing, beat(t, 60f));
            hours.add(Micros.of(t.minus(Duration.ofMinutes(30))));
            household.store(pairing, beat(t.minusSeconds(1800), 61f));
        }
        for (var limit : List.of(1, 2, 100)) {
            var told = new ArrayList<Long>();
            var cursor = Optional.<String>empty();
            var range = new TimeRange(Micros.of(NOW.minus(Duration.ofDays(35))), Micros.of(NOW));
            do {
                var page = await(target.summaries(pet, range, Resolution.HOUR, limit, cursor));
                assertThat(page.items().size()).isBetween(1, limit);
                assertThat(page.items())
                        .allSatisfy(row -> assertThat(row.count()).isEqualTo(2));
                page.items().forEach(row -> told.add(row.t()));
                cursor = page.nextCursor();
            } while (cursor.isPresent());
            assertThat(told).containsExactlyElementsOf(hours);
        }
    }

    @Test
    void a_track_is_cut_where_nothing_was_heard_for_five_minutes() {
        var pet = newPet();
        var pairing = newPairing(pet);
        var start = ago(Duration.ofHours(1));
        for (var second : List.of(0, 300, 601, 1000)) {
            household.store(pairing, fix(start.plusSeconds(second), 1, 2));
        }
        household.store(pairing, beat(start.plusSeconds(450), 80f));

        var track = await(target.track(pet, last(Duration.ofDays(1)), PositionView.EXACT));

        assertThat(track.stretches()).extracting(List::size).containsExactly(2, 1, 1);
        assertThat(track.nextFrom()).isEmpty();
    }

    @Test
    void realtime_looks_for_each_value_a_day_back_and_no_further() {
        var pet = newPet();
        var pairing = newPairing(pet);
        household.store(pairing, fix(ago(Duration.ofHours(30)), 1, 2));
        household.store(
                pairing,
                new Reading(
                        Micros.of(ago(Duration.ofHours(5))), 0, null, null, (short) 2, null, null, null, null, null));
        household.store(pairing, beat(ago(Duration.ofHours(2)), 77f));
        household.store(
                pairing,
                new Reading(Micros.of(ago(Duration.ofHours(1))), 0, null, 20f, null, null, null, null, null, null));

        assertThat(await(target.realtime(pairing, 0, PositionView.EXACT)))
                .contains(new Realtime(Micros.of(ago(Duration.ofHours(1))), 77f, (short) 2, Optional.empty()));

        var silent = newPairing(newPet());
        household.store(silent, fix(ago(Duration.ofDays(20).plusHours(23)), 1, 2));
        household.store(silent, beat(ago(Duration.ofDays(20)), 66f));
        var old = await(target.realtime(silent, 0, PositionView.EXACT)).orElseThrow();
        assertThat(old.hr()).isEqualTo(66f);
        assertThat(old.position()).isPresent();
        assertThat(await(target.realtime(newPairing(newPet()), 0, PositionView.EXACT)))
                .isEmpty();
    }

    @Test
    void what_is_newer_is_found_for_many_pets_at_once() {
        var pet = newPet();
        var pairing = newPairing(pet);
        var known =
                household.store(pairing, beat(ago(Duration.ofMinutes(3)), 60f)).reading();
        var second = household.store(pairing, beat(ago(Duration.ofMinutes(2)), 61f));
        var third = household.store(pairing, beat(ago(Duration.ofMinutes(1)), 62f));
        household.store(pairing, beat(NOW.plusSeconds(9), 99f));
        var quiet = newPet();
        household.store(newPairing(quiet), beat(ago(Duration.ofMinutes(3)), 60f));

        assertThat(await(target.newer(List.of(new Watched(pet, known.t(), 0), new Watched(quiet, known.t(), 0)))))
                .containsExactly(new NewerOfPet(pet, second), new NewerOfPet(pet, third));
        assertThat(await(target.missed(pet, known.t(), 0, 100))).isEqualTo(2);
        assertThat(await(target.missed(pet, known.t(), 0, 1))).isEqualTo(1);
        assertThat(await(target.after(pet, known.t(), 0, 1))).containsExactly(second);
    }
}
