package ai.petty.inference.behaviour;

import java.util.List;
import java.util.OptionalLong;

/**
 * All that a machine remembers of one pairing. It is bounded, however long the pairing lasts, and two that encode to the same
 * bytes lead to the same future.
 */
public interface BehaviourState {
    /** The time of the last observation; empty before the first. */
    OptionalLong last();

    /** Episodes that are going on, as they would be told now. */
    List<Episode> open();

    /** Quarters of an hour that are not over, as far as they are known. */
    List<Bin> unfinished();

    /** For a row; {@link BehaviourMachine#decode} makes the state of it again. */
    byte[] encode();
}
