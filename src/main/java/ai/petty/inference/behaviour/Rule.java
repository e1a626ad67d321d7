package ai.petty.inference.behaviour;

import java.time.Duration;

/** A behaviour that holds over readings of one activity, one after the other, when what they add up to says so. */
sealed interface Rule permits DeepSleepRule, PacingRule {
    int activity();

    /** With fewer readings it never holds. */
    int fewest();

    /** A part of a stretch that does not hold as a whole is told when it lasts at least so long. */
    Duration shortestPart();

    boolean holds(Evidence evidence);

    /** Whatever is added, it will not hold any more. */
    boolean isHopeless(Evidence evidence);

    /** It holds so far, but what usually comes next would show that it was something else. */
    boolean isPremature(Evidence evidence);

    Draft draft(Evidence evidence);
}
