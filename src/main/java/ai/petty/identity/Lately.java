package ai.petty.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acts that were written down lately by this process, so that who repeats them without end does not fill the log. Both the repeats and, within
 * a time, how many different ones there may be are bounded.
 */
final class Lately {
    private static final Logger LOG = LoggerFactory.getLogger(Lately.class);

    private final Cache<Act, Boolean> known;
    private final Ticker ticker;
    private final long timeNanos;
    private final int most;
    private final AtomicInteger count = new AtomicInteger();
    private volatile long since;

    record Act(Optional<UUID> actor, String action, String object, Optional<String> address) {}

    /**
     * @param time in which an act is a repeat
     * @param most different acts in that time
     */
    Lately(Duration time, int most, Ticker ticker) {
        this.known = Caffeine.newBuilder()
                .expireAfterWrite(time)
                .maximumSize(most)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
        this.ticker = ticker;
        this.timeNanos = time.toNanos();
        this.most = most;
        this.since = ticker.read();
    }

    /** Whether the act is to be written down. */
    boolean isFirst(Act act) {
        return known.asMap().putIfAbsent(act, true) == null && isAmongTheMost();
    }

    private boolean isAmongTheMost() {
        var now = ticker.read();
        if (now - since >= timeNanos) {
            since = now;
            var before = count.getAndSet(0);
            if (before > most) {
                LOG.atWarn()
                        .addKeyValue("acts", before - most)
                        .log("Too many acts at once; these were not written down");
            }
        }
        return count.incrementAndGet() <= most;
    }
}
