package ai.petty.ingest;

import ai.petty.problem.FieldError;
import java.util.List;

/**
 * What became of every item of a body or a frame.
 *
 * @param accepted how many are stored now
 * @param duplicates how many were stored already, with the same values
 * @param rejected the others; none of them will ever be accepted as it is
 */
public record Receipt(int accepted, int duplicates, List<Rejected> rejected) {
    /**
     * @param index of the item in its body or frame, from 0
     * @param errors what is wrong with it; never empty
     */
    public record Rejected(int index, List<FieldError> errors) {}
}
