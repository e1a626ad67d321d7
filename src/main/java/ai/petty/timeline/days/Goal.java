package ai.petty.timeline.days;

/**
 * How long a pet should move on a day.
 *
 * @param minutes of walking, running and playing
 * @param source where that comes from, in words for a person
 */
public record Goal(int minutes, String source) {}
