package ai.petty.inference;

import java.util.Optional;

/**
 * How far a turn has come. Times are microseconds since 1970 UTC.
 *
 * @param newsFrom what may have come at or after that is not evaluated yet; empty when everything is
 * @param dueAt when to look again although nothing has come
 */
record Progress(
        Optional<Claim.Head> head,
        Optional<Long> newsFrom,
        Optional<Long> redoFrom,
        Optional<Long> labelsDueFrom,
        Optional<Long> dueAt) {}
