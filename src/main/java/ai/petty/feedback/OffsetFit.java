package ai.petty.feedback;

import java.util.List;
import org.apache.commons.numbers.rootfinder.BrentSolver;

/**
 * By how much confidences are too high or too low: one offset on the logit scale, as in Platt's scaling with its slope held at one, so
 * that a surer event stays surer than one that is less sure. It is the mode under a normal prior around zero, of evidence from which
 * the first part is taken away: nothing moves before {@link #minimum}, and from there on smoothly.
 *
 * <p>What one account can do with it: let its verdicts weigh {@code w} together. Whatever they are, and whatever those of others, they
 * move the offset by {@code w / precision} at the most, and so a confidence by {@code w / (4 · precision)}: the gradient that they add
 * is at most {@code w}, what they take from the minimum included, and its slope is nowhere flatter than the precision.
 *
 * @param minimum evidence that must be there before anything moves, in weights
 * @param precision of the prior
 */
record OffsetFit(double minimum, double precision) {
    /** Nothing is so sure that it could not be wrong. */
    private static final double LEAST = 0.01;

    private static final double EXACT = 1e-10;

    /**
     * Verdicts on events of about the same confidence.
     *
     * @param confidence before calibration
     * @param correct whether they say so
     * @param weight what they count together
     */
    record Said(double confidence, boolean correct, double weight) {}

    /** @param shift what the confidences are known to be off by already */
    double offset(List<Said> said, double shift) {
        var total = said.stream().mapToDouble(Said::weight).sum();
        if (total <= minimum) {
            return 0;
        }
        var share = 1 - minimum / total;
        var farthest = total * share / precision + 1;
        return new BrentSolver(EXACT, EXACT, EXACT)
                .findRoot(offset -> share * residual(said, shift + offset) - precision * offset, -farthest, farthest);
    }

    private static double residual(List<Said> said, double offset) {
        var sum = 0.0;
        for (var one : said) {
            sum += one.weight() * ((one.correct() ? 1 : 0) - shifted(one.confidence(), offset));
        }
        return sum;
    }

    static double shifted(double confidence, double offset) {
        var within = Math.min(1 - LEAST, Math.max(LEAST, confidence));
        return 1 / (1 + (1 - within) / within * Math.exp(-offset));
    }
}
