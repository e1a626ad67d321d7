package ai.petty.inference;

import ai.petty.inference.behaviour.BehaviourState;
import java.util.Optional;

/**
 * Where an evaluation begins, or goes on.
 *
 * @param from the first time of which nothing is in the state yet, microseconds since 1970 UTC
 * @param position the last time of which something may be in the state; empty where nothing came before
 * @param counts of what has come since the newest checkpoint
 */
record Start(long from, Optional<Long> position, BehaviourState state, Counts counts) {}
