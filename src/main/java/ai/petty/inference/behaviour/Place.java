package ai.petty.inference.behaviour;

import ai.petty.ingest.Reading;

/** A position that says where a pet is well enough. It never changes. */
final class Place implements Layout.Laid {
    /** A position that may be off by more says nothing about 70 or 100 m. */
    private static final double WORST_M = 50;

    /** What receivers in collars are good for under an open sky, where they do not say it: v1 has no field for it. */
    private static final float USUAL_M = 10;

    private static final float CENTI = 100;

    private long t;
    private int latE6;
    private int lonE6;
    private int accuracyCm;

    /** For what is read from a layout. */
    Place() {}

    /** @param reading one whose position is usable */
    @SuppressWarnings("NullAway") // isUsable has looked
    static Place of(Reading reading) {
        var place = new Place();
        place.t = reading.t();
        place.latE6 = reading.latE6();
        place.lonE6 = reading.lonE6();
        place.accuracyCm = Math.round((reading.accuracyM() == null ? USUAL_M : reading.accuracyM()) * CENTI);
        return place;
    }

    static boolean isUsable(Reading reading) {
        return reading.latE6() != null
                && reading.lonE6() != null
                && (reading.accuracyM() == null || reading.accuracyM() <= WORST_M);
    }

    long t() {
        return t;
    }

    double metresTo(Place other) {
        return Earth.metres(latE6, lonE6, other.latE6, other.lonE6);
    }

    /** How far apart two positions of the same place may be told to be: their errors are independent. */
    double errorM(Place other) {
        return Math.sqrt((double) accuracyCm * accuracyCm + (double) other.accuracyCm * other.accuracyCm) / CENTI;
    }

    @Override
    public void lay(Layout layout) {
        t = layout.time(t);
        latE6 = layout.whole(latE6);
        lonE6 = layout.whole(lonE6);
        accuracyCm = layout.whole(accuracyCm);
    }
}
