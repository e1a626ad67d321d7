package ai.petty.inference.motion;

import java.time.Duration;

/** A moment after which nobody waits for the answer any more; made when a question arrives, and passed down with it. */
public record Deadline(long nanoTime) {
    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    Duration remaining() {
        return Duration.ofNanos(nanoTime - System.nanoTime());
    }

    boolean isOver() {
        return System.nanoTime() - nanoTime >= 0;
    }
}
