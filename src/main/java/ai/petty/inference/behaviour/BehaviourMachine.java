package ai.petty.inference.behaviour;

import java.time.Duration;

/** Pure functions from what came before and what comes next to what a pet does. Nothing in here knows a clock. */
public interface BehaviourMachine {
    /** Where every pairing begins. */
    BehaviourState start(long pairingId);

    /** @param next not before the last observation */
    Step step(BehaviourState state, Observation next);

    /**
     * Nothing has come, and nothing in order can come any more, until {@code now}: what a longer gap than {@link #longestGap} ends is
     * ended, just as an observation at {@code now} would end it.
     *
     * @param now microseconds since 1970 UTC
     */
    Step silence(BehaviourState state, long now);

    /** @throws IllegalArgumentException when these bytes are no state, or one of another {@link #version} */
    BehaviourState decode(long pairingId, byte[] encoded);

    /** After a longer gap between two observations nothing goes on. */
    Duration longestGap();

    /** Changes whenever the same observations may lead to something else. */
    int version();
}
