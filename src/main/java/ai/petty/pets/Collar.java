package ai.petty.pets;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A collar and the pets it has been on.
 *
 * @param credential empty when it has none of its own
 * @param lastSeq the last uplink frame of this collar known to be committed
 * @param pairings in the order of their time
 */
public record Collar(
        long collarId, String serial, Optional<CredentialHash> credential, long lastSeq, List<Pairing> pairings) {
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

    /** Whether it registered itself: it was never on any pet but the demo household's. */
    public boolean inDemoHousehold() {
        for (var pairing : pairings) {
            if (!pairing.ofDemo()) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code account} may write for any pet that this collar has been on. */
    public boolean hasWriter(UUID account) {
        for (var pairing : pairings) {
            if (pairing.mayBeWrittenBy(account)) {
                return true;
            }
        }
        return false;
    }

    /**
     * This collar on this pet.
     *
     * @param from first microsecond (since 1970 UTC) that belongs to it
     * @param to first microsecond that no longer does
     * @param ofDemo the pet is the demo household's
     * @param writers the accounts that may write for the collar: owners and carers of the pet
     */
    public record Pairing(long pairingId, UUID petId, long from, long to, boolean ofDemo, Set<UUID> writers) {
        boolean holds(long t) {
            return from <= t && t < to;
        }

        public boolean mayBeWrittenBy(UUID account) {
            return ofDemo || writers.contains(account);
        }
    }
}
