package ai.petty.ingest;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a living dog or cat and a working sensor can report; the same numbers stand in both contracts. */
final class Ranges {
    static final double HR_LEAST = 30;
    static final double HR_MOST = 300;
    static final double BR_LEAST = 2;
    static final double BR_MOST = 200;
    static final double LAT_MOST = 90;
    static final double LON_MOST = 180;
    static final double ACCURACY_MOST = 100_000;
    static final double TEMPERATURE_LEAST = -50;
    static final double TEMPERATURE_MOST = 80;
    static final double BATTERY_MOST = 100;
    private static final double ACTIVITY_MOST = 2;
    private static final Pattern COLLAR_ID = Pattern.compile("[A-Za-z0-9_-]{3,64}");

    private Ranges() {}

    /** A collar's serial in the form that v2 has for it. */
    static @Nullable String collarId(FieldReader fields, String pointer) throws IOException {
        var text = fields.text(pointer);
        if (text != null && !COLLAR_ID.matcher(text).matches()) {
            fields.wrong(pointer, "collar.malformed_id", "must be 3 to 64 letters, digits, _ or -");
            return null;
        }
        return text;
    }

    /** 0 resting, 1 walking, 2 playing. */
    static @Nullable Short activity(FieldReader fields, String pointer) throws IOException {
        var value = fields.integer(pointer, 0, ACTIVITY_MOST);
        return Double.isNaN(value) ? null : (short) value;
    }

    /**
     * Refuses a time outside the window, and tells the server's, so that a collar that lost its clock can restamp. Where
     * there is no time something else has been said already.
     */
    static void checkTime(FieldReader fields, String pointer, long t, TimeWindow window) {
        if (t != TimeText.NONE && !window.holds(t)) {
            fields.wrong(
                    pointer,
                    "clock.out_of_window",
                    "is " + (t > window.newest() ? "ahead of" : "too far behind") + " the server's time, "
                            + Instant.EPOCH
                                    .plus(window.now(), ChronoUnit.MICROS)
                                    .truncatedTo(ChronoUnit.MILLIS));
        }
    }
}
