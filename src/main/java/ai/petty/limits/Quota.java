package ai.petty.limits;

import ai.petty.config.PettyConfig;
import java.time.Duration;

/**
 * What may be done so often, by all processes together.
 *
 * @param name keeps its counters apart from those of others
 * @param most within {@code window}
 * @param window at most a day; it begins with the first time
 * @param code of the refusal
 * @param detail of the refusal: one sentence
 */
public record Quota(String name, int most, Duration window, String code, String detail) {
    static final Duration LONGEST = Duration.ofDays(1);

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /**
     * For all processes together what a bucket is for one: as much as it holds, within the time in which it fills up.
     */
    public static Quota like(PettyConfig.Bucket bucket, String name, String code, String detail) {
        var fillsIn = Duration.ofMillis(Math.round(1_000 * bucket.burst() / bucket.perSecond()));
        var window = fillsIn.compareTo(SHORTEST) < 0 ? SHORTEST : fillsIn.compareTo(LONGEST) > 0 ? LONGEST : fillsIn;
        return new Quota(name, (int) Math.min(Integer.MAX_VALUE, bucket.burst()), window, code, detail);
    }
}
