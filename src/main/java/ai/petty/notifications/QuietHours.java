package ai.petty.notifications;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * When somebody does not want to be disturbed, by the clock on their wall: from {@code from} until before {@code to}, over midnight
 * where that is the earlier one.
 */
public record QuietHours(LocalTime from, LocalTime to) {
    public QuietHours {
        if (from.equals(to)) {
            throw new IllegalArgumentException("quiet hours that begin when they end");
        }
    }

    /** Whether the clock stands in them. */
    public boolean hold(LocalTime clock) {
        var isAfterFrom = !clock.isBefore(from);
        var isBeforeTo = clock.isBefore(to);
        return from.isBefore(to) ? isAfterFrom && isBeforeTo : isAfterFrom || isBeforeTo;
    }

    /** The first instant from {@code now} on at which it is not quiet. */
    public Instant endAfter(Instant now, ZoneId zone) {
        var end = now;
        while (hold(LocalTime.ofInstant(end, zone))) {
            end = nextChange(end, zone);
        }
        return end;
    }

    /** When the clock next shows {@code to}, or is put forward or back: either may end the quiet. */
    private Instant nextChange(Instant now, ZoneId zone) {
        var rules = zone.getRules();
        var day = LocalDate.ofInstant(now, zone);
        var shown = Stream.of(day, day.plusDays(1))
                .map(date -> date.atTime(to))
                // none where the clock is put forward past it, two where it is put back
                .flatMap(time -> rules.getValidOffsets(time).stream().map(time::toInstant));
        var put = Stream.ofNullable(rules.nextTransition(now)).map(ZoneOffsetTransition::getInstant);
        return Stream.concat(shown, put)
                .filter(change -> change.isAfter(now))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
