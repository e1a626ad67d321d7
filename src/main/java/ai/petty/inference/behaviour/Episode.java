package ai.petty.inference.behaviour;

import java.time.Duration;
import java.util.SortedMap;

/**
 * One stretch of one behaviour.
 *
 * @param id its pairing, its behaviour and its begin
 * @param to where it ended; of one that is still going on, the last that is known of it; microseconds since 1970 UTC
 * @param isOpen it may go on: what comes next decides
 * @param confidence how sure it is, 0..1, before feedback has calibrated it
 * @param coverage how much of its time was observed, 0..1
 * @param model what it was found by: {@code rules}, or the rules and a version of the motion model
 * @param evidence the numbers behind it, each named with its unit, such as {@code heart_rate_mean_bpm}
 */
public record Episode(
        EpisodeId id,
        long to,
        boolean isOpen,
        float confidence,
        float coverage,
        String model,
        SortedMap<String, Double> evidence) {
    /** None lasts longer: what goes on is a new one. Whoever looks for those of a time need look no further back. */
    public static final Duration LONGEST = Duration.ofHours(24);

    public long from() {
        return id.from();
    }

    public Behaviour behaviour() {
        return id.behaviour();
    }
}
