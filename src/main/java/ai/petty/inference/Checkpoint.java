package ai.petty.inference;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the machine remembered before the first observation at or after a time, so that late readings need not be evaluated from the
 * beginning.
 *
 * @param t microseconds since 1970 UTC, a multiple of {@link #FINE}
 * @param counts what has come since the checkpoint before this one
 */
record Checkpoint(long t, Buffer state, Counts counts) {
    /** Of the last hour there is one this often: motion always comes a minute after the readings of its time. */
    static final long FINE = Duration.ofMinutes(5).toNanos() / 1_000;

    /** Of what is older. */
    static final long COARSE = Duration.ofHours(1).toNanos() / 1_000;

    /**
     * Where checkpoints belong between two observations. Every hour with something in it has one before and one after it, so that
     * whatever lies between a time and the newest checkpoint before it is at most an hour older.
     *
     * @param finelyFrom from when on there are the finer ones, too
     * @return in order; none before or at {@code last}, none after {@code next}
     */
    static List<Long> between(long last, long next, long finelyFrom) {
        var times = new ArrayList<Long>(3);
        if (floor(next, COARSE) > floor(last, COARSE)) {
            times.add(floor(last, COARSE) + COARSE);
            add(times, floor(next, COARSE));
        }
        var fine = floor(next, FINE);
        if (fine > floor(last, FINE) && next >= finelyFrom) {
            add(times, fine);
        }
        return times;
    }

    private static void add(List<Long> times, long time) {
        if (times.isEmpty() || times.getLast() < time) {
            times.add(time);
        }
    }

    static long floor(long t, long width) {
        return Math.floorDiv(t, width) * width;
    }
}
