package ai.petty.simulator;

/** Chance without a state: the same keys give the same number, whenever and in whatever order they are asked for. */
final class Chance {
    private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

    private final long seed;

    Chance(long seed) {
        this.seed = mix(seed);
    }

    /** A chance of its own for one purpose. */
    Chance of(long purpose) {
        return new Chance(seed ^ mix(purpose + 1));
    }

    /** From 0 (inclusive) to 1 (exclusive). */
    double uniform(long key) {
        return (mix(seed + key * 0x9E3779B97F4A7C15L) >>> 11) * TWO_TO_MINUS_53;
    }

    /** Normally distributed, mean 0, deviation 1 (Box-Muller). */
    double gauss(long key) {
        var radius = Math.sqrt(-2 * Math.log(1 - uniform(2 * key)));
        return radius * Math.cos(2 * Math.PI * uniform(2 * key + 1));
    }

    /** A smooth course through normally distributed points one {@code period} apart; deviation 1. */
    double drift(double at, double period) {
        var position = at / period;
        var cell = (long) Math.floor(position);
        var part = position - cell;
        // weights on a circle keep the deviation the same between the points as on them
        return gauss(cell) * Math.cos(part * Math.PI / 2) + gauss(cell + 1) * Math.sin(part * Math.PI / 2);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mix(long value) {
        var mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
