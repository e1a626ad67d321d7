package ai.petty.inference.motion;

/**
 * Makes probabilities mean what they say: temperatures, found on recordings that the trees had not seen.
 *
 * @param group of still against moving
 * @param posture of lying, sitting and standing, where the motion tells what is upright
 * @param postureAlone the same where it does not
 * @param gait of walking, running and climbing
 * @param mostPosture no posture is more likely than this
 * @param mostGait no gait is more likely than this: there is one recording of each
 */
public record Calibration(
        double group, double posture, double postureAlone, double gait, double mostPosture, double mostGait) {
    private static final int LABELS = 3;
    private static final double LEAST = 1e-6;

    public static double tempered(double probability, double temperature) {
        var p = Math.clamp(probability, LEAST, 1 - LEAST);
        return 1 / (1 + StrictMath.pow((1 - p) / p, 1 / temperature));
    }

    /** Three probabilities that add up to 1, in place. */
    public static void temper(double[] labels, int at, double temperature, double most) {
        double sum = 0;
        for (var i = 0; i < LABELS; i++) {
            labels[at + i] = StrictMath.pow(Math.max(LEAST, labels[at + i]), 1 / temperature);
            sum += labels[at + i];
        }
        for (var i = 0; i < LABELS; i++) {
            labels[at + i] /= sum;
        }
        cap(labels, at, most);
    }

    /** What is above the cap goes to the others in their proportion. */
    private static void cap(double[] labels, int at, double most) {
        for (var i = 0; i < LABELS; i++) {
            var likely = labels[at + i];
            if (likely > most) {
                var factor = (1 - most) / Math.max(LEAST, 1 - likely);
                for (var j = 0; j < LABELS; j++) {
                    labels[at + j] = j == i ? most : labels[at + j] * factor;
                }
                return;
            }
        }
    }
}
