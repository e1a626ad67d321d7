package ai.petty.timeline.days;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.petty.inference.BehaviourSearch.Stretch;
import ai.petty.inference.behaviour.Bin;
import ai.petty.store.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From quarters of an hour and sleeps to a day, by the clocks where the pet lives. */
class DayFiguresTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalDate DATE = LocalDate.parse("2026-03-10");
    private static final long LATER = Micros.of(Instant.parse("2027-01-01T00:00:00Z"));
    private static final Goal HALF_AN_HOUR = new Goal(30, "test");

    private static long t(String instant) {
        return Micros.of(Instant.parse(instant));
    }

    private static Bin bin(long start, float walkingS, @Nullable Float hr) {
        return new Bin(start, 900, 900 - walkingS, walkingS, 0, 0, walkingS, hr, hr == null ? 0 : 30, null, 0, 90);
    }

    /** Every quarter of an hour from then to then. */
    private static List<Bin> bins(long from, long to, float walkingS, @Nullable Float hr) {
        var bins = new ArrayList<Bin>();
        for (var t = from; t < to; t += Bin.WIDTH.toNanos() / 1_000) {
            bins.add(bin(t, walkingS, hr));
        }
        return bins;
    }

    private static Stretch sleep(String from, String to) {
        return new Stretch(t(from), t(to), false);
    }

    private static Day day(LocalDay day, List<Bin> bins, List<Stretch> sleeps) {
        return DayFigures.of(day, bins, sleeps, HALF_AN_HOUR, LATER);
    }

    private static Day day(Stretch... sleeps) {
        return day(new LocalDay(DATE, BERLIN), List.of(), List.of(sleeps));
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,       2026-03-29, 2026-03-28T23:00:00Z, 23:00",
        "Europe/Berlin,       2026-10-25, 2026-10-24T22:00:00Z, 25:00",
        "Asia/Kathmandu,      2026-03-10, 2026-03-09T18:15:00Z, 24:00",
        "Asia/Kolkata,        2026-03-10, 2026-03-09T18:30:00Z, 24:00",
        "Pacific/Chatham,     2026-04-05, 2026-04-04T10:15:00Z, 25:00",
        "Australia/Lord_Howe, 2026-10-04, 2026-10-03T13:30:00Z, 23:30",
        // No midnight there: the clocks go from 23:59:59 to 01:00.
        "Africa/Cairo,        2026-04-24, 2026-04-23T22:00:00Z, 23:00"
    })
    void a_day_is_as_long_as_the_clocks_there_make_it(String zone, LocalDate date, Instant start, String length) {
        var local = new LocalDay(date, ZoneId.of(zone));
        var bins = bins(local.start() - 3_600_000_000L, local.end() + 3_600_000_000L, 90, null);

        var day = day(local, bins, List.of());

        assertThat(Micros.instant(day.startsAt())).isEqualTo(start);
        var parts = length.split(":", 2);
        var whole = Duration.ofHours(Long.parseLong(parts[0])).plusMinutes(Long.parseLong(parts[1]));
        assertThat(day.endsAt() - day.startsAt()).isEqualTo(whole.toNanos() / 1_000);
        assertThat(day.activity().observedS()).isEqualTo((float) whole.toSeconds());
        assertThat(day.activity().walking()).isEqualTo(new Figure((float) whole.toSeconds() / 10, 1));
    }

    @Test
    void a_night_belongs_to_the_day_of_waking_and_a_nap_to_its_own() {
        var wholeNight = sleep("2026-03-09T21:00:00Z", "2026-03-10T05:00:00Z");
        var earlyAndAwakeAtMidnight = sleep("2026-03-09T19:10:00Z", "2026-03-09T22:30:00Z");
        var nap = sleep("2026-03-10T12:00:00Z", "2026-03-10T13:00:00Z");
        var nextNight = sleep("2026-03-10T20:00:00Z", "2026-03-10T22:00:00Z");

        var day = day(earlyAndAwakeAtMidnight, nap, nextNight);
        assertThat(day.sleep().night().value()).isEqualTo(3 * 3_600 + 20 * 60);
        assertThat(day.sleep().naps().value()).isEqualTo(3_600);
        assertThat(day.sleep().napCount()).isEqualTo(1);
        assertThat(day(wholeNight, nap, nextNight).sleep().night().value()).isEqualTo(8 * 3_600);
    }

    @Test
    void every_sleep_belongs_to_exactly_one_day() {
        var base = t("2026-03-25T00:00:00Z");
        for (var hour = 0; hour < 240; hour++) {
            for (var length : new int[] {1, 3, 9, 13, 24}) {
                var from = base + hour * 3_600_000_000L;
                var sleep = new Stretch(from, from + length * 3_600_000_000L, false);
                var sum = 0.0;
                for (var date = LocalDate.parse("2026-03-22"); date.getMonthValue() < 5; date = date.plusDays(1)) {
                    var local = new LocalDay(date, BERLIN);
                    // As they are asked for: what meets the day or its night.
                    var met = sleep.to() > local.nightFall() && sleep.from() < local.end();
                    var slept = day(local, List.of(), met ? List.of(sleep) : List.of())
                            .sleep();
                    sum += known(slept.night()) + known(slept.naps());
                }
                assertThat(sum)
                        .as("%s hours from %s", length, Micros.instant(from))
                        .isEqualTo(length * 3_600.0);
            }
        }
    }

    private static double known(Figure figure) {
        var value = figure.value();
        return value == null ? 0 : value;
    }

    @Test
    void two_collars_at_once_make_no_pet_move_twice_nor_sleep_twice() {
        var local = new LocalDay(DATE, BERLIN);
        var bins = new ArrayList<>(bins(local.start(), local.end(), 90, null));
        var start = local.start();
        bins.add(new Bin(start, 300, 0, 300, 0, 0, 300, null, 0, null, 0, 30));
        var sleeps = List.of(
                sleep("2026-03-09T22:00:00Z", "2026-03-10T02:00:00Z"),
                sleep("2026-03-09T23:00:00Z", "2026-03-10T03:00:00Z"));

        var day = day(local, bins, sleeps);

        assertThat(day.activity().walking().value()).isEqualTo(96 * 90);
        assertThat(day.activity().observedS()).isEqualTo(86_400);
        assertThat(day.sleep().night().value()).isEqualTo(5 * 3_600);
    }

    @Test
    void unknown_is_not_zero_and_little_seen_is_told() {
        var local = new LocalDay(DATE, BERLIN);
        var nothing = day(local, List.of(), List.of());
        assertThat(nothing.activity().active()).isEqualTo(new Figure(null, 0));
        assertThat(nothing.activity().distance()).isEqualTo(Figure.UNKNOWN);
        assertThat(nothing.sleep().night().value()).isNull();
        assertThat(nothing.heartRate().rate().value()).isNull();
        assertThat(nothing.reached()).isEqualTo(Day.Reached.UNKNOWN);

        var anHour = day(local, bins(local.start(), local.start() + 3_600_000_000L, 0, 61f), List.of());
        assertThat(anHour.activity().active()).isEqualTo(new Figure(0f, 1 / 24f));
        assertThat(anHour.activity().distance().value()).isEqualTo(0);
        assertThat(anHour.reached()).isEqualTo(Day.Reached.UNKNOWN);
        assertThat(anHour.sleep().night()).isEqualTo(new Figure(0f, 1 / 12f));
    }

    @Test
    void a_way_without_any_position_is_not_known() {
        var local = new LocalDay(DATE, BERLIN);
        var walked = new Bin(local.start(), 900, 0, 900, 0, 0, 0, null, 0, null, 0, 90);
        assertThat(day(local, List.of(walked), List.of()).activity().distance().value())
                .isNull();
    }

    @Test
    void a_goal_is_reached_however_little_was_seen_but_missed_only_when_enough_was() {
        var local = new LocalDay(DATE, BERLIN);
        var start = local.start();
        assertThat(day(local, bins(start, start + 3_600_000_000L, 450, null), List.of())
                        .reached())
                .isEqualTo(Day.Reached.YES);
        assertThat(day(local, bins(start, local.end(), 10, null), List.of()).reached())
                .isEqualTo(Day.Reached.NO);
        var today = DayFigures.of(local, bins(start, local.end(), 10, null), List.of(), HALF_AN_HOUR, local.end() - 1);
        assertThat(today.isOver()).isFalse();
        assertThat(today.reached()).isEqualTo(Day.Reached.UNKNOWN);
    }

    @Test
    void of_today_only_what_has_been_is_counted_as_not_seen() {
        var local = new LocalDay(DATE, BERLIN);
        var noon = local.start() + 12 * 3_600_000_000L;
        var day = DayFigures.of(local, bins(local.start(), noon, 90, null), List.of(), HALF_AN_HOUR, noon);
        assertThat(day.activity().walking().coverage()).isEqualTo(1);
        assertThat(day.sleep().naps().coverage()).isEqualTo(1);
    }

    @Test
    void a_few_wild_quarters_of_an_hour_do_not_move_the_rate_at_rest() {
        var local = new LocalDay(DATE, BERLIN);
        var bins = new ArrayList<>(bins(local.start(), local.start() + 5 * 3_600_000_000L, 0, 60f));
        bins.addAll(bins(local.start() + 5 * 3_600_000_000L, local.start() + 7 * 3_600_000_000L, 0, 180f));
        var day = day(local, bins, List.of());
        assertThat(day.heartRate().rate().value()).isEqualTo(60);
        assertThat(day.heartRate().bins()).isEqualTo(28);
        assertThat(day.heartRate().rate().coverage()).isCloseTo(7 / 24f, within(1e-6f));
    }
}
