package ai.petty.inference;

import java.util.List;
import java.util.Optional;

/**
 * Which parts of a pairing's time are to be evaluated: from {@code first} on, past what is known there, until the machine remembers
 * again what it remembered; and from then on only where something else is new.
 *
 * @param known what is known after the beginning of {@code first}, in order
 * @param head where to go on when nothing is left but what is newer than everything known; empty when all is evaluated from {@code first} on
 * @param redoFrom what is left to be done when this course is run
 */
record Course(Start first, List<Known> known, Optional<Start> head, Optional<Long> redoFrom) {
    /** @param changed something is new between this checkpoint and the next one, or the head */
    record Known(Checkpoint checkpoint, boolean changed) {}

    static Course from(Start start, Optional<Long> redoFrom) {
        return new Course(start, List.of(), Optional.empty(), redoFrom);
    }

    /** The place of the next checkpoint, from this place on, behind which something is new; their number when there is none. */
    int nextChanged(int place) {
        var next = place;
        while (next < known.size() && !known.get(next).changed()) {
            next++;
        }
        return next;
    }
}
