package ai.petty.timeline.days;

import ai.petty.store.Micros;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * One day by the clocks where a pet lives: 23 or 25 hours long when they are changed. Its night is the one that ends on it. Times are
 * microseconds since 1970 UTC.
 */
public record LocalDay(LocalDate date, ZoneId zone) {
    private static final LocalTime EVENING = LocalTime.of(20, 0);
    private static final LocalTime MORNING = LocalTime.of(8, 0);

    /** The day in which {@code t} lies. */
    static LocalDay at(long t, ZoneId zone) {
        return new LocalDay(LocalDate.ofInstant(Micros.instant(t), zone), zone);
    }

    LocalDay plus(long days) {
        return new LocalDay(date.plusDays(days), zone);
    }

    long start() {
        return Micros.of(date.atStartOfDay(zone).toInstant());
    }

    long end() {
        return plus(1).start();
    }

    /** When the night begins that ends on this day. */
    long nightFall() {
        return at(date.minusDays(1), EVENING);
    }

    /** When that night ends, and the time of naps begins. */
    long morning() {
        return at(date, MORNING);
    }

    /** When the time of naps ends. */
    long evening() {
        return at(date, EVENING);
    }

    private long at(LocalDate day, LocalTime time) {
        return Micros.of(day.atTime(time).atZone(zone).toInstant());
    }
}
