package ai.petty.alerts.rules;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.alerts.rules.Inactivity.Posture;
import ai.petty.config.PettyConfig;
import ai.petty.store.Micros;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InactivityTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final Inactivity target = new Inactivity(
            new PettyConfig.InactivityRule(Duration.ofHours(8), "07:00", "22:00", Duration.ofMinutes(15)));
    private final List<Change> changes = new ArrayList<>();
    private Inactivity.State state = Inactivity.State.START;
    private ZoneId zone = BERLIN;

    private void say(LocalDateTime at, boolean isAtRest, boolean isLive) {
        var turn = target.step(state, new Posture(micros(at), isAtRest, isLive), zone);
        state = turn.state();
        turn.change().ifPresent(changes::add);
    }

    private long micros(LocalDateTime at) {
        return Micros.of(at.atZone(zone).toInstant());
    }

    /** A reading a minute, both ends included. */
    private void rests(String from, String to) {
        for (var at = LocalDateTime.parse(from); !at.isAfter(LocalDateTime.parse(to)); at = at.plusMinutes(1)) {
            say(at, true, true);
        }
    }

    private Optional<LocalDateTime> openedAt() {
        return changes.stream()
                .filter(Change.Opened.class::isInstance)
                .map(change -> LocalDateTime.ofInstant(Micros.instant(change.at()), zone))
                .findFirst();
    }

    @Test
    void opens_after_more_than_eight_hours_and_not_at_them() {
        rests("2026-03-02T09:00", "2026-03-02T17:00");
        assertThat(changes).isEmpty();
        rests("2026-03-02T17:01", "2026-03-02T21:00");
        assertThat(changes).hasSize(1);
        assertThat(openedAt()).contains(LocalDateTime.parse("2026-03-02T17:01"));
        assertThat(((Change.Opened) changes.getFirst()).since())
                .isEqualTo(micros(LocalDateTime.parse("2026-03-02T09:00")));
    }

    @Test
    void a_night_is_no_part_of_it() {
        rests("2026-03-02T20:00", "2026-03-03T06:59");
        assertThat(changes).isEmpty();
    }

    @Test
    void every_morning_begins_anew() {
        // Six hours of one daytime and seven of the next, without a move.
        rests("2026-03-02T16:00", "2026-03-03T14:00");
        assertThat(changes).isEmpty();
        rests("2026-03-03T14:01", "2026-03-03T15:01");
        assertThat(openedAt()).contains(LocalDateTime.parse("2026-03-03T15:01"));
    }

    @Test
    void the_rest_of_the_night_is_not_counted_to_the_morning() {
        rests("2026-03-02T23:00", "2026-03-03T15:00");
        assertThat(changes).isEmpty();
    }

    @Test
    void a_move_ends_it_and_the_count_begins_anew() {
        rests("2026-03-02T07:30", "2026-03-02T15:00");
        say(LocalDateTime.parse("2026-03-02T15:01"), false, true);
        rests("2026-03-02T15:02", "2026-03-02T22:30");
        assertThat(changes).isEmpty();

        rests("2026-03-03T07:00", "2026-03-03T16:00");
        say(LocalDateTime.parse("2026-03-03T16:01"), false, true);
        assertThat(changes).hasSize(2);
        assertThat(changes.getLast())
                .isEqualTo(new Change.Ended(micros(LocalDateTime.parse("2026-03-03T16:01")), Ending.CLEARED));
    }

    @Test
    void a_silence_is_not_rest() {
        rests("2026-03-02T08:00", "2026-03-02T12:00");
        rests("2026-03-02T12:16", "2026-03-02T20:00");
        assertThat(changes).isEmpty();
    }

    @Test
    void two_readings_with_a_day_between_them_say_nothing() {
        say(LocalDateTime.parse("2026-03-02T07:00"), true, true);
        say(LocalDateTime.parse("2026-03-02T21:00"), true, true);
        assertThat(changes).isEmpty();
    }

    @Test
    void a_gap_that_is_short_enough_is_bridged() {
        for (var at = LocalDateTime.parse("2026-03-02T08:00");
                at.isBefore(LocalDateTime.parse("2026-03-02T17:00"));
                at = at.plusMinutes(15)) {
            say(at, true, true);
        }
        assertThat(openedAt()).contains(LocalDateTime.parse("2026-03-02T16:15"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pacific/Kiritimati", "America/Anchorage", "Asia/Kathmandu", "Australia/Lord_Howe"})
    void it_is_day_when_it_is_day_where_the_pet_lives(String place) {
        zone = ZoneId.of(place);
        rests("2026-03-02T07:00", "2026-03-02T18:00");
        assertThat(openedAt()).contains(LocalDateTime.parse("2026-03-02T15:01"));
    }

    @Test
    void the_same_readings_are_a_night_elsewhere() {
        rests("2026-03-02T07:00", "2026-03-02T14:59");
        state = Inactivity.State.START;
        zone = ZoneId.of("America/Anchorage");
        // 07:00 to 18:00 in Berlin are 21:00 to 08:00 in Anchorage.
        rests("2026-03-01T21:00", "2026-03-02T08:00");
        assertThat(changes).isEmpty();
    }

    @Test
    void a_day_of_twenty_three_hours_has_a_whole_daytime() {
        // Clocks went forward in the night.
        rests("2026-03-29T01:00", "2026-03-29T01:59");
        rests("2026-03-29T03:00", "2026-03-29T16:00");
        assertThat(openedAt()).contains(LocalDateTime.parse("2026-03-29T15:01"));
    }

    @Test
    void what_comes_late_opens_nothing_until_something_comes_in_time_and_by_day() {
        for (var at = LocalDateTime.parse("2026-03-02T08:00");
                at.isBefore(LocalDateTime.parse("2026-03-02T21:59"));
                at = at.plusMinutes(1)) {
            say(at, true, false);
        }
        rests("2026-03-02T22:00", "2026-03-02T23:00");
        assertThat(changes).isEmpty();
    }
}
