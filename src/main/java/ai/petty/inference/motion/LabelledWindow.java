package ai.petty.inference.motion;

/**
 * One window of motion and what it looks like.
 *
 * @param t0 time of its first sample, microseconds since 1970 UTC
 * @param micros how long it is
 * @param probability calibrated probability of {@code label}, 0..1; of {@code UNKNOWN} that of the best other one
 * @param moving calibrated probability that the pet moves (walking, running, climbing), 0..1
 */
public record LabelledWindow(long t0, long micros, MotionLabel label, float probability, float moving) {}
