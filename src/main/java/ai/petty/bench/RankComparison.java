package ai.petty.bench;

import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * One sample of times beside another, by their ranks alone: a few answers that took a second say no more than that they were the
 * slowest.
 *
 * @param median of the sample
 * @param slower the chance that one of the sample took longer than one of the other; 1/2 when they do not differ
 * @param pValue of the two-sided Mann-Whitney test
 */
record RankComparison(double median, double slower, double pValue) {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    static RankComparison of(double[] sample, double[] other) {
        var result = MannWhitneyUTest.withDefaults().test(sample, other);
        return new RankComparison(
                median(sample), result.getStatistic() / ((double) sample.length * other.length), result.getPValue());
    }

    static double median(double[] sample) {
        return Median.withDefaults().evaluate(sample);
    }

    /**
     * How far from 1/2 {@link #slower} must be to be found: Noether (1987), n = (z(alpha/2) + z(power))^2 / (6 (P - 1/2)^2) for each
     * of two samples.
     *
     * @param each the size of both samples
     * @param alpha of the test, two-sided: how often it may call samples different that are not
     * @param power how often it is to find a difference that is there
     */
    static double detectable(int each, double alpha, double power) {
        var deviates = NORMAL.inverseSurvivalProbability(alpha / 2) + NORMAL.inverseCumulativeProbability(power);
        return Math.sqrt(deviates * deviates / (6.0 * each));
    }
}
