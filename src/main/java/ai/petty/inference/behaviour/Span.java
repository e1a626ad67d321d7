package ai.petty.inference.behaviour;

import java.time.Duration;

/** Durations as whole microseconds. */
final class Span {
    static final long A_SECOND = 1_000_000L;
    static final long LONGEST = micros(Episode.LONGEST);

    private Span() {}

    static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
