package ai.petty.inference.behaviour;

/**
 * Distances on the sphere. {@link StrictMath}, so that every machine comes to the same metre and therefore to the same episodes.
 */
final class Earth {
    /** The mean radius of WGS 84, metres (IUGG). */
    private static final double RADIUS_M = 6_371_008.8;

    private static final double RADIANS_PER_E6 = StrictMath.PI / 180e6;
    private static final int HALF_TURN_E6 = 180_000_000;

    private Earth() {}

    /** Great-circle distance in metres; degrees times 1e6. */
    static double metres(double latA, double lonA, double latB, double lonB) {
        var south = StrictMath.sin((latB - latA) * RADIANS_PER_E6 / 2);
        var east = StrictMath.sin((lonB - lonA) * RADIANS_PER_E6 / 2);
        var haversine = south * south + lonScale(latA) * lonScale(latB) * east * east;
        return 2 * RADIUS_M * StrictMath.asin(Math.min(1, Math.sqrt(haversine)));
    }

    /** How much shorter than one of latitude a degree of longitude is. */
    static double lonScale(double latE6) {
        return StrictMath.cos(latE6 * RADIANS_PER_E6);
    }

    /** The shorter way round from one longitude to another, degrees times 1e6: across the date line it is short, too. */
    static int lonDifference(int from, int to) {
        var difference = to - from;
        if (difference > HALF_TURN_E6) {
            return difference - 2 * HALF_TURN_E6;
        }
        return difference < -HALF_TURN_E6 ? difference + 2 * HALF_TURN_E6 : difference;
    }
}
