package ai.petty.alerts.lost;

import ai.petty.pets.location.Precision;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A pet is looked for. Times are microseconds since 1970 UTC.
 *
 * @param endsAt by itself
 * @param reportInterval what its collars are asked for
 * @param startedBy empty when the account is no more
 * @param link how exactly whoever holds the live link is told where it is; empty when there is no link
 */
public record LostMode(
        UUID petId,
        long since,
        long endsAt,
        Duration reportInterval,
        Optional<UUID> startedBy,
        Optional<Precision> link) {}
