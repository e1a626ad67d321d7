package ai.petty.inference.behaviour;

import java.util.List;

/**
 * What one more observation, or silence, has led to.
 *
 * @param ended episodes that are over: nothing that comes later in time changes them any more
 * @param finished quarters of an hour that are over
 */
public record Step(BehaviourState state, List<Episode> ended, List<Bin> finished) {}
