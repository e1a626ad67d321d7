package ai.petty.alerts.rules;

import ai.petty.store.Micros;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/** The hours in which a pet is usually up, by the clocks of where it lives: they jump twice a year. */
record Daytime(LocalTime from, LocalTime to) {
    /** The day whose daytime or following night holds {@code t}: a day begins with its daytime. */
    LocalDate dayOf(long t, ZoneId zone) {
        var local = Micros.instant(t).atZone(zone);
        return local.toLocalTime().isBefore(from) ? local.toLocalDate().minusDays(1) : local.toLocalDate();
    }

    boolean holds(long t, ZoneId zone) {
        var day = dayOf(t, zone);
        return begin(day, zone) <= t && t < end(day, zone);
    }

    /** How much of the time from {@code a} to {@code b} lies in the daytime of a day, in microseconds. */
    long within(LocalDate day, long a, long b, ZoneId zone) {
        return Math.max(0, Math.min(b, end(day, zone)) - Math.max(a, begin(day, zone)));
    }

    private long begin(LocalDate day, ZoneId zone) {
        return Micros.of(day.atTime(from).atZone(zone).toInstant());
    }

    private long end(LocalDate day, ZoneId zone) {
        return Micros.of(day.atTime(to).atZone(zone).toInstant());
    }
}
