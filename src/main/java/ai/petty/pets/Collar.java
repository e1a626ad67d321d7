package ai.petty.pets;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A collar and the pets it has been on.
 *
 * @param lastSeq the last uplink frame of this collar known to be committed
 * @param pairings in the order of their time
 */
public record Collar(
        long collarId,
        String serial,
        boolean hasCredential,
        boolean inDemoHousehold,
        long lastSeq,
        List<Pairing> pairings) {
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

    /** Whether a text can be a collar's serial at all; what is not never reaches the database. */
    public static boolean isWellFormed(String serial) {
        return WELL_FORMED.matcher(serial).matches();
    }

    /** The pairing that a reading taken at {@code t} (microseconds since 1970 UTC) belongs to. */
    public Optional<Pairing> pairingAt(long t) {
        for (var i = pairings.size() - 1; i >= 0; i--) {
            if (pairings.get(i).holds(t)) {
                return Optional.of(pairings.get(i));
            }
        }
        return Optional.empty();
    }

    /**
     * This collar on this pet.
     *
     * @param from first microsecond (since 1970 UTC) that belongs to it
     * @param to first microsecond that no longer does
     */
    public record Pairing(long pairingId, UUID petId, long from, long to) {
        boolean holds(long t) {
            return from <= t && t < to;
        }
    }
}
