package ai.petty.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Quiet hours end when the clock on the wall says so, also over midnight and when it is put forward or back. */
class QuietHoursTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final int MINUTES = 24 * 60;

    private static QuietHours between(String from, String to) {
        return new QuietHours(LocalTime.parse(from), LocalTime.parse(to));
    }

    private static String end(QuietHours quiet, String now) {
        return quiet.endAfter(Instant.parse(now), BERLIN).toString();
    }

    @Test
    void they_last_over_midnight() {
        var night = between("22:00", "07:00");
        assertThat(end(night, "2026-01-10T20:59:59Z")).isEqualTo("2026-01-10T20:59:59Z");
        assertThat(end(night, "2026-01-10T21:00:00Z")).isEqualTo("2026-01-11T06:00:00Z");
        assertThat(end(night, "2026-01-11T05:59:59Z")).isEqualTo("2026-01-11T06:00:00Z");
        assertThat(end(night, "2026-01-11T06:00:00Z")).isEqualTo("2026-01-11T06:00:00Z");
    }

    @Test
    void they_may_lie_within_a_day() {
        var nap = between("13:00", "15:00");
        assertThat(end(nap, "2026-01-10T11:59:00Z")).isEqualTo("2026-01-10T11:59:00Z");
        assertThat(end(nap, "2026-01-10T12:30:00Z")).isEqualTo("2026-01-10T14:00:00Z");
    }

    @Test
    void they_are_an_hour_shorter_when_the_clock_is_put_forward_and_longer_when_it_is_put_back() {
        var night = between("22:00", "07:00");
        assertThat(end(night, "2026-03-28T21:00:00Z")).isEqualTo("2026-03-29T05:00:00Z");
        assertThat(end(night, "2026-10-24T20:00:00Z")).isEqualTo("2026-10-25T06:00:00Z");
    }

    @Test
    void an_end_that_the_clock_passes_over_is_when_it_is_put_forward() {
        assertThat(end(between("22:00", "02:30"), "2026-03-29T00:10:00Z")).isEqualTo("2026-03-29T01:00:00Z");
    }

    @Test
    void an_end_that_the_clock_shows_twice_ends_them_twice() {
        var night = between("22:00", "02:30");
        assertThat(end(night, "2026-10-25T00:10:00Z")).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(end(night, "2026-10-25T01:10:00Z")).isEqualTo("2026-10-25T01:30:00Z");
    }

    /** Against an oracle that looks at the clock minute by minute. */
    @Property(tries = 2_000)
    void the_end_is_the_first_minute_that_is_not_quiet(
            @ForAll @IntRange(max = MINUTES - 1) int from,
            @ForAll @IntRange(min = 1, max = MINUTES - 1) int length,
            @ForAll @IntRange(min = -2 * MINUTES, max = 2 * MINUTES) int offset,
            @ForAll @IntRange(max = 3) int where) {
        var quiet = new QuietHours(
                LocalTime.ofSecondOfDay(from * 60L), LocalTime.ofSecondOfDay((from + length) % MINUTES * 60L));
        var zone = ZoneId.of(
                new String[] {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"}[where]);
        var change = zone.getRules().nextTransition(Instant.parse("2026-01-01T00:00:00Z"));
        var near = change == null ? Instant.parse("2026-01-01T00:00:00Z") : change.getInstant();
        var now = near.plus(Duration.ofMinutes(offset)).truncatedTo(ChronoUnit.MINUTES);

        var expected = now;
        while (quiet.hold(ZonedDateTime.ofInstant(expected, zone).toLocalTime())) {
            expected = expected.plus(Duration.ofMinutes(1));
        }
        assertThat(quiet.endAfter(now, zone)).isEqualTo(expected);
    }
}
