package ai.petty.inference.motion;

import java.util.Arrays;

/**
 * What the windows around say of one, as a hidden Markov model (forward and backward over one motion): first whether the dog
 * moves, then which posture and which gait. A dog that does not move keeps its posture; while it moves, the posture may become another.
 *
 * @param keepsMoving probability that the next window is of the same group
 * @param keepsLabel probability that it has the same label within the group, while the group stays
 * @param groupTrust how much of a window's own evidence of the group counts, 0..1: neighbours overlap, so they repeat it
 * @param labelTrust the same of the label within its group
 */
public record Smoothing(double keepsMoving, double keepsLabel, double groupTrust, double labelTrust) {
    private static final int LABELS = 3;
    private static final double LEAST = 1e-4;

    /** @param moving probability for each window that the dog moves; in place */
    void group(double[] moving, int windows) {
        var both = new double[2 * windows];
        for (var i = 0; i < windows; i++) {
            both[2 * i] = trusted(1 - moving[i], groupTrust);
            both[2 * i + 1] = trusted(moving[i], groupTrust);
        }
        var keeps = new double[windows];
        Arrays.fill(keeps, keepsMoving);
        passes(both, 2, keeps, windows);
        for (var i = 0; i < windows; i++) {
            moving[i] = both[2 * i + 1];
        }
    }

    /**
     * @param labels three probabilities a window, given the group; in place
     * @param group for each window the probability that it is of this group
     */
    void labels(double[] labels, double[] group, int windows) {
        var keeps = new double[windows];
        for (var i = 0; i < windows; i++) {
            for (var label = 0; label < LABELS; label++) {
                labels[LABELS * i + label] = trusted(labels[LABELS * i + label], labelTrust * group[i]);
            }
            var before = i == 0 ? 1 : group[i - 1];
            var inGroup = Math.min(group[i], before);
            keeps[i] = keepsLabel * inGroup + (1 - inGroup) / LABELS;
        }
        passes(labels, LABELS, keeps, windows);
    }

    private static double trusted(double probability, double trust) {
        return StrictMath.pow(Math.max(LEAST, probability), trust);
    }

    /** Forward and backward; {@code evidence} becomes the posterior. */
    private static void passes(double[] evidence, int states, double[] keeps, int windows) {
        var forward = new double[states * windows];
        for (var i = 0; i < windows; i++) {
            double sum = 0;
            for (var s = 0; s < states; s++) {
                var prior = i == 0 ? 1.0 / states : moved(forward, states * (i - 1), s, states, keeps[i]);
                forward[states * i + s] = prior * evidence[states * i + s];
                sum += forward[states * i + s];
            }
            scale(forward, states * i, states, sum);
        }
        var backward = new double[states];
        Arrays.fill(backward, 1.0 / states);
        for (var i = windows - 1; i >= 0; i--) {
            var next = new double[states];
            double sum = 0;
            for (var s = 0; s < states; s++) {
                next[s] = evidence[states * i + s] * backward[s];
                sum += next[s];
            }
            scale(next, 0, states, sum);
            double posterior = 0;
            for (var s = 0; s < states; s++) {
                evidence[states * i + s] = forward[states * i + s] * backward[s];
                posterior += evidence[states * i + s];
            }
            scale(evidence, states * i, states, posterior);
            for (var s = 0; s < states; s++) {
                backward[s] = moved(next, 0, s, states, keeps[i]);
            }
        }
    }

    /** Symmetric: the same from a state as into it. */
    private static double moved(double[] from, int at, int state, int states, double keeps) {
        double others = 0;
        for (var s = 0; s < states; s++) {
            others += s == state ? 0 : from[at + s];
        }
        return keeps * from[at + state] + (1 - keeps) / (states - 1) * others;
    }

    private static void scale(double[] numbers, int at, int count, double sum) {
        for (var s = 0; s < count; s++) {
            numbers[at + s] /= sum;
        }
    }
}
