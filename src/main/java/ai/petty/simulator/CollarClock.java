package ai.petty.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A collar's time. Faster than true it begins in the past and runs until it has caught up with the present, as a collar
 * does that comes back with a backlog; then it goes on at true speed. It is never ahead: the server refuses the future.
 *
 * @param originMicros the collar's time at its start, microseconds since 1970 UTC
 * @param startMicros the true time at that moment
 */
record CollarClock(long originMicros, long startMicros, double speed) {

    /** @param headStart how far in the past the collar begins; of use with a speed above 1 only */
    static CollarClock starting(Instant now, double speed, Duration headStart) {
        var start = micros(now);
        return new CollarClock(speed > 1 ? start - headStart.toNanos() / 1000 : start, start, speed);
    }

    long at(Instant now) {
        var micros = micros(now);
        return Math.min(micros, originMicros + Math.round((micros - startMicros) * speed));
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
