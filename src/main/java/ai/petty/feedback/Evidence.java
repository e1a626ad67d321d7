package ai.petty.feedback;

import ai.petty.inference.behaviour.Episode;
import java.util.List;
import java.util.UUID;

/**
 * An event as it was when somebody said something to it.
 *
 * @param windows none where they are known from before
 */
record Evidence(UUID petId, Episode episode, List<MotionEvidence> windows) {}
