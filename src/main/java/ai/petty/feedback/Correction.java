package ai.petty.feedback;

import ai.petty.inference.behaviour.EpisodeId;
import java.util.Optional;

/**
 * What a pet's people have said to an event, to be shown with it.
 *
 * @param saidOf the event that it was said of: another name than the shown one's where that is gone
 * @param corrected what it was, in their view; only with {@link Verdict#INCORRECT}
 * @param givenAt microseconds since 1970 UTC
 */
public record Correction(EpisodeId saidOf, Verdict verdict, Optional<String> corrected, long givenAt) {}
