package ai.petty.limits;

import ai.petty.config.PettyConfig;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One token bucket for each (limit, key), lock-free and safe to ask from every event loop. A bucket that nobody touched for
 * as long as it needs to fill up is forgotten, since a new one would be just as full; beyond {@link #MOST_KEYS} keys of one
 * limit the least used are forgotten early, so that made-up keys cannot fill the heap.
 */
public final class Limits {
    private static final int MOST_KEYS = 100_000;
    private static final Duration LEAST_MEMORY = Duration.ofSeconds(1);

    private final Map<LimitName, Family> families = new EnumMap<>(LimitName.class);

    /** @param nanoTime a clock that only goes forward, such as {@link System#nanoTime} */
    public Limits(PettyConfig.Limits limits, LongSupplier nanoTime) {
        for (var name : LimitName.values()) {
            families.put(name, new Family(name.bucket(limits), nanoTime));
        }
    }

    /**
     * Takes {@code tokens} from the bucket of {@code key}. More tokens than a full bucket holds count as a full bucket, as
     * they could never be taken otherwise.
     *
     * @return empty when they were there, else how long until they will be
     */
    public Optional<Duration> take(LimitName name, String key, long tokens) {
        var family = family(name);
        var bucket = family.bucketOf(key);
        var wanted = family.atMostFull(tokens);
        if (bucket.tryConsume(wanted)) {
            return Optional.empty();
        }
        var nanos = bucket.estimateAbilityToConsume(wanted).getNanosToWaitForRefill();
        return Optional.of(Duration.ofNanos(Math.max(1, nanos)));
    }

    /** Like {@link #take}, with the numbers that a limited answer shows. */
    public Verdict ask(LimitName name, String key, long tokens) {
        var family = family(name);
        var probe = family.bucketOf(key).tryConsumeAndReturnRemaining(family.atMostFull(tokens));
        return new Verdict(
                probe.isConsumed(),
                family.burst,
                probe.getRemainingTokens(),
                Duration.ofNanos(probe.getNanosToWaitForReset()),
                Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private Family family(LimitName name) {
        var family = families.get(name);
        if (family == null) {
            throw new IllegalStateException("no bucket for " + name);
        }
        return family;
    }

    /** The buckets of one limit. */
    private static final class Family {
        private final long burst;
        private final Bandwidth bandwidth;
        private final TimeMeter meter;
        private final Cache<String, Bucket> keyToBucket;

        Family(PettyConfig.Bucket size, LongSupplier nanoTime) {
            burst = Math.max(1, size.burst());
            // in thousandths, since half a token a second is a legal speed
            var perThousandSeconds = Math.max(1, Math.round(size.perSecond() * 1000));
            bandwidth = Bandwidth.builder()
                    .capacity(burst)
                    .refillGreedy(perThousandSeconds, Duration.ofSeconds(1000))
                    .build();
            meter = new InjectedMeter(nanoTime);
            keyToBucket = Caffeine.newBuilder()
                    .maximumSize(MOST_KEYS)
                    .expireAfterAccess(Duration.ofMillis(burst * 1_000_000 / perThousandSeconds)
                            .plus(LEAST_MEMORY))
                    .ticker(nanoTime::getAsLong)
                    .executor(Runnable::run)
                    .build();
        }

        Bucket bucketOf(String key) {
            var known = keyToBucket.getIfPresent(key);
            return known != null ? known : keyToBucket.get(key, k -> fresh());
        }

        private Bucket fresh() {
            return Bucket.builder()
                    .addLimit(bandwidth)
                    .withCustomTimePrecision(meter)
                    .build();
        }

        long atMostFull(long tokens) {
            return Math.min(tokens, burst);
        }
    }

    private record InjectedMeter(LongSupplier nanoTime) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanoTime.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
