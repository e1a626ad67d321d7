package ai.petty.inference.behaviour;

/** How sure an episode is before feedback has calibrated it: more with every kind of evidence, never quite 1. */
final class Confidence {
    private static final double DECIDED = 0.6;
    private static final double SEEN = 0.5;

    private Confidence() {}

    /**
     * @param amount how much evidence there is, 0..1; see {@link #amount}
     * @param margin how far it lies from the thresholds, 0..1
     * @param coverage how much of the time was observed, 0..1
     */
    static double of(double amount, double margin, double coverage) {
        return amount * (DECIDED + (1 - DECIDED) * Math.clamp(margin, 0, 1)) * (SEEN + (1 - SEEN) * coverage);
    }

    /** Grows towards 1, and is one half at {@code half}. */
    static double amount(double evidence, double half) {
        return evidence <= 0 ? 0 : evidence / (evidence + half);
    }

    /** How far within {@code least..most}: 1 in the middle, 0 at either end. */
    static double within(double value, double least, double most) {
        return Math.min(value - least, most - value) * 2 / (most - least);
    }
}
