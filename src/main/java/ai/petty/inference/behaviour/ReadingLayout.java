package ai.petty.inference.behaviour;

import ai.petty.ingest.Reading;

/** Of a reading what rules look at: when, heart rate, position. */
final class ReadingLayout {
    static final Reading EMPTY = new Reading(0, 0, null, null, null, null, null, null, null, null);

    private ReadingLayout() {}

    static Reading lay(Layout layout, Reading reading) {
        var t = layout.time(reading.t());
        var hr = layout.flag(reading.hr() != null) ? bits(layout, reading.hr()) : null;
        if (!layout.flag(Place.isUsable(reading))) {
            return new Reading(t, 0, hr, null, null, null, null, null, null, null);
        }
        var lat = layout.whole(reading.latE6() == null ? 0 : reading.latE6());
        var lon = layout.whole(reading.lonE6() == null ? 0 : reading.lonE6());
        return new Reading(t, 0, hr, null, null, lat, lon, null, null, null);
    }

    private static Float bits(Layout layout, @org.jspecify.annotations.Nullable Float value) {
        return Float.intBitsToFloat(layout.whole(Float.floatToIntBits(value == null ? 0 : value)));
    }
}
