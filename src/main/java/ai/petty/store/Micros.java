package ai.petty.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times are microseconds since 1970 UTC inside, and {@code timestamptz} in the database: both know nothing finer. */
public final class Micros {
    private static final long A_SECOND = 1_000_000L;
    private static final int NANOS = 1_000;

    private Micros() {}

    public static long of(Instant instant) {
        return instant.getEpochSecond() * A_SECOND + instant.getNano() / NANOS;
    }

    /** From a column. */
    public static long of(OffsetDateTime time) {
        return time.toEpochSecond() * A_SECOND + time.getNano() / NANOS;
    }

    /** For a bound parameter. */
    public static OffsetDateTime bound(long micros) {
        return OffsetDateTime.ofInstant(instant(micros), ZoneOffset.UTC);
    }

    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, A_SECOND), Math.floorMod(micros, A_SECOND) * NANOS);
    }
}
