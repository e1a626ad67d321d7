package ai.petty.pets.location;

/** Metres and millionths of a degree, on a sphere: near enough for what is blurred by a hundred metres. */
public final class Degrees {
    private static final double METRES_A_DEGREE = 111_320;
    private static final double E6 = 1e6;
    private static final double POLE_E6 = 90 * E6;
    private static final double HALF_TURN_E6 = 180 * E6;

    /** Nearer to the pole meridians are too close to each other to be counted with. */
    private static final double LEAST_COSINE = 0.01;

    private Degrees() {}

    /** Millionths of a degree of latitude. */
    static double latE6(double metres) {
        return metres / METRES_A_DEGREE * E6;
    }

    /** Millionths of a degree of longitude, at this latitude. */
    static double lonE6(double metres, double atLatE6) {
        return latE6(metres) / cosine(atLatE6);
    }

    private static double cosine(double latE6) {
        return Math.max(LEAST_COSINE, Math.cos(Math.toRadians(latE6 / E6)));
    }

    /** Metres between two places that are not far from each other. */
    public static double distance(double latE6, double lonE6, double otherLatE6, double otherLonE6) {
        var north = (otherLatE6 - latE6) / E6 * METRES_A_DEGREE;
        var east = wrapped(otherLonE6 - lonE6) / E6 * METRES_A_DEGREE * cosine((latE6 + otherLatE6) / 2);
        return Math.hypot(north, east);
    }

    static int latitude(double latE6) {
        return (int) Math.round(Math.clamp(latE6, -POLE_E6, POLE_E6));
    }

    static int longitude(double lonE6) {
        return (int) Math.round(wrapped(lonE6));
    }

    /** From half a turn west to half a turn east. */
    private static double wrapped(double lonE6) {
        return lonE6 < -HALF_TURN_E6 || lonE6 > HALF_TURN_E6
                ? lonE6 - 2 * HALF_TURN_E6 * Math.round(lonE6 / (2 * HALF_TURN_E6))
                : lonE6;
    }
}
