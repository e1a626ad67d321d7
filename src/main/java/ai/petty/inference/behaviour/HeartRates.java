package ai.petty.inference.behaviour;

import java.util.Map;

/**
 * Heart rates as sums. In whole thousandths and as differences from the first one, so that a mean or a deviation that lies exactly on a
 * threshold is seen there.
 */
final class HeartRates implements Layout.Laid {
    private static final double MILLI = 1e3;

    private int count;
    private long first;
    private long sum;
    private long squares;

    HeartRates copy() {
        var copy = new HeartRates();
        copy.count = count;
        copy.first = first;
        copy.sum = sum;
        copy.squares = squares;
        return copy;
    }

    void add(float bpm) {
        var milli = Math.round(bpm * MILLI);
        if (count == 0) {
            first = milli;
        }
        count++;
        sum += milli - first;
        squares += (milli - first) * (milli - first);
    }

    int count() {
        return count;
    }

    double meanBpm() {
        return (first + (double) sum / count) / MILLI;
    }

    /** The population's standard deviation. */
    double deviationBpm() {
        return Math.sqrt(Math.max(0, spread())) / count / MILLI;
    }

    boolean meanIsWithin(double leastBpm, double mostBpm) {
        var whole = (double) first * count + sum;
        return count > 0 && whole >= leastBpm * MILLI * count && whole <= mostBpm * MILLI * count;
    }

    boolean deviatesByLessThan(double bpm) {
        var most = bpm * MILLI * count;
        return spread() < most * most;
    }

    /** The variance times the square of the count: whole numbers only, so that nothing is rounded below 2^53. */
    private double spread() {
        return (double) count * squares - (double) sum * sum;
    }

    void tell(Map<String, Double> evidence) {
        if (count > 0) {
            evidence.put("heart_rate_mean_bpm", meanBpm());
            evidence.put("heart_rate_sd_bpm", deviationBpm());
        }
    }

    @Override
    public void lay(Layout layout) {
        count = layout.count(count, Integer.MAX_VALUE);
        if (count > 0) {
            first = layout.number(first);
            sum = layout.number(sum);
            squares = layout.number(squares);
        }
    }
}
