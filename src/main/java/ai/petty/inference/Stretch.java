package ai.petty.inference;

import ai.petty.inference.behaviour.Bin;
import ai.petty.inference.behaviour.Episode;
import java.util.List;

/**
 * A stretch of time that was evaluated anew: whatever was settled in it, and where the head lies at its end whatever is not settled,
 * is replaced by what is here.
 *
 * @param from inclusive, microseconds since 1970 UTC
 * @param to exclusive; {@link #OPEN} where the last observation lies in it
 * @param endsAtHead whether it is from its end that the next turn goes on: what was going on there is among what was found
 * @param lastBefore the last observation before it: nothing that it can change began more than the longest episode before that
 * @param checkpoints those after {@code from} and not after {@code to}
 */
record Stretch(
        long from,
        long to,
        boolean endsAtHead,
        long lastBefore,
        List<Found<Episode>> episodes,
        List<Found<Bin>> bins,
        List<Checkpoint> checkpoints) {
    static final long OPEN = Long.MAX_VALUE;

    boolean isOpen() {
        return to == OPEN;
    }
}
