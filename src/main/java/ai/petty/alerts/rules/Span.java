package ai.petty.alerts.rules;

import java.time.Duration;

/** Lengths of time in the unit of the machines. */
final class Span {
    private static final int NANOS = 1_000;

    private Span() {}

    static long micros(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
