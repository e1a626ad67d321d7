package ai.petty.pets.collars;

import ai.petty.store.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A collar that is on a pet, and how it is.
 *
 * @param pairedFrom microseconds since 1970 UTC
 * @param lastSeenAt microseconds since 1970 UTC; written down a little late
 * @param batteryPct as it was last told
 */
public record WornCollar(
        String serial,
        long pairedFrom,
        Optional<Long> lastSeenAt,
        Optional<Float> batteryPct,
        Optional<String> firmware,
        boolean isRevoked) {
    private static final float NEARLY_EMPTY_PCT = 5;

    /** Why nothing is heard of a collar, as far as can be told. */
    public enum Offline {
        /** Its credential was taken away by an administrator. */
        REVOKED,
        /** It has never connected. */
        NEVER_SEEN,
        /** The battery was nearly empty when it was last heard. */
        BATTERY_EMPTY,
        /** Out of reach, or switched off. */
        SILENT;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Empty when it is online. */
    public Optional<Offline> offline(Instant now, Duration longestSilence) {
        if (isRevoked) {
            return Optional.of(Offline.REVOKED);
        }
        if (lastSeenAt.isEmpty()) {
            return Optional.of(Offline.NEVER_SEEN);
        }
        if (!Micros.instant(lastSeenAt.get()).plus(longestSilence).isBefore(now)) {
            return Optional.empty();
        }
        return Optional.of(
                batteryPct.filter(left -> left <= NEARLY_EMPTY_PCT).isPresent()
                        ? Offline.BATTERY_EMPTY
                        : Offline.SILENT);
    }
}
