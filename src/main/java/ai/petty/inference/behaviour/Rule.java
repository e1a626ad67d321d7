package ai.petty.inference.behaviour;

import ai.petty.ingest.Reading;

/** A behaviour that holds over readings of one activity, one after the other, when what they add up to says so. */
sealed interface Rule permits DeepSleepRule, PacingRule {
    int activity();

    /** With fewer readings it never holds. */
    int fewest();

    /** Whether it is one of the few that a part begins with. */
    boolean counts(Reading reading);

    /** Whether it asks where the pet was. */
    boolean looksAtPlaces();

    boolean holds(Evidence evidence);

    /**
     * Where it does not hold over a stretch as a whole, a part of it is told when it lasts, and holds with something to spare: else a
     * stretch at the very threshold would be found by leaving out its last reading.
     *
     * @param part it holds over it
     */
    boolean holdsClearly(Evidence part);

    /** Whatever is added, it will not hold any more. */
    boolean isHopeless(Evidence evidence);

    /** It holds so far, but what usually comes next would show that it was something else. */
    boolean isPremature(Evidence evidence);

    Draft draft(Evidence evidence);
}
