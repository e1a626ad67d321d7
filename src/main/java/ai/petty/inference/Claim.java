package ai.petty.inference;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.UUID;

/**
 * One pairing's turn, taken by this process. All times are microseconds since 1970 UTC.
 *
 * @param turn which of the pairing's turns this is: who comes to commit and finds a later one was overtaken
 * @param xid the transaction that took the mark off
 * @param validFrom from when to when the collar was on this pet: nothing else is evaluated
 * @param news the oldest time at which something may have come; empty when only time has passed
 * @param head how far it is evaluated; empty before the first observation
 * @param redoFrom the checkpoint from which what was found is still to be held against another past
 * @param labelsDueFrom motion from there on has no labels yet
 */
record Claim(
        long pairingId,
        UUID petId,
        long turn,
        String xid,
        long validFrom,
        long validTo,
        Optional<Long> news,
        Optional<Head> head,
        Optional<Long> redoFrom,
        Optional<Long> labelsDueFrom) {

    /**
     * Where the last evaluation has stopped.
     *
     * @param machine the version that {@code state} is of
     * @param t the time of the last observation in it
     * @param counts of what is in it since the newest checkpoint
     */
    record Head(int machine, long t, Buffer state, Counts counts) {}
}
