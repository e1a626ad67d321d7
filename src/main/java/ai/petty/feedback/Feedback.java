package ai.petty.feedback;

import ai.petty.inference.behaviour.Episode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody has said to an event.
 *
 * @param given what they said last
 * @param givenAt microseconds since 1970 UTC
 * @param episode the event as it was then; empty when there was none of this name that they may see
 * @param petId whose event it was
 */
public record Feedback(
        UUID feedbackId,
        Given given,
        long givenAt,
        Optional<UUID> petId,
        Optional<Episode> episode,
        List<MotionEvidence> windows) {}
