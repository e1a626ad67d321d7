package ai.petty.observability;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Whether the event loops turn: each one says so, and one that has been silent for too long is stuck. */
public final class Heartbeats {
    /** How often a loop should beat. */
    public static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private final Map<String, Long> loopToLastBeat = new ConcurrentHashMap<>();

    /** @param nanoTime a clock that only goes forward, such as {@link System#nanoTime} */
    public Heartbeats(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    public void beat(String loop) {
        loopToLastBeat.put(loop, nanoTime.getAsLong());
    }

    /** The loop is going away in good order. */
    public void leave(String loop) {
        loopToLastBeat.remove(loop);
    }

    public boolean allBeat() {
        var now = nanoTime.getAsLong();
        return loopToLastBeat.values().stream().allMatch(last -> now - last < PATIENCE.toNanos());
    }
}
