package ai.petty.timeline;

import ai.petty.inference.behaviour.Episode;
import java.util.Optional;

/**
 * An episode as it is told.
 *
 * @param confidence calibrated, 0..1
 */
public record Event(Episode episode, double confidence, Optional<Corrections.Correction> correction) {}
