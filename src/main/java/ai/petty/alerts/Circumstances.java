package ai.petty.alerts;

import ai.petty.pets.zones.Shape;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the rules must know of a pet beside its readings.
 *
 * @param zone where it lives
 * @param restingBpm its resting heart rate; empty when it is not known yet, and nothing can be said of how its heart beats at rest
 * @param zones where it may be; none: anywhere; empty when they cannot be read now, and nothing can be said of where it is
 * @param companies when somebody of its own was with it
 */
record Circumstances(ZoneId zone, OptionalDouble restingBpm, Optional<List<Shape>> zones, List<Company> companies) {
    /** From (inclusive) to (exclusive), microseconds since 1970 UTC. */
    record Company(long from, long to) {}

    boolean isAccompanied(long t) {
        return companies.stream().anyMatch(company -> company.from() <= t && t < company.to());
    }
}
