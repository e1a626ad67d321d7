package ai.petty.ingest;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The reading of {@code openapi/v2.yaml}, schema {@code Reading}. */
public final class V2ReadingDecoder implements ReadingDecoder {
    private static final int COLLAR_ID = 1;
    private static final int T = 1 << 1;
    private static final int N = 1 << 2;
    private static final int HR = 1 << 3;
    private static final int BR = 1 << 4;
    private static final int ACTIVITY = 1 << 5;
    private static final int LAT = 1 << 6;
    private static final int LON = 1 << 7;
    private static final int ACCURACY = 1 << 8;
    private static final int TEMPERATURE = 1 << 9;
    private static final int BATTERY = 1 << 10;
    private static final int VALUES = HR | BR | ACTIVITY | LAT | LON | TEMPERATURE | BATTERY;

    @Override
    public Decoded decode(JsonParser parser, TimeWindow window) throws IOException {
        var fields = new FieldReader(parser);
        @Nullable String serial = null;
        var t = TimeText.NONE;
        double n = 0;
        @Nullable Float hr = null;
        @Nullable Float br = null;
        @Nullable Short activity = null;
        @Nullable Integer lat = null;
        @Nullable Integer lon = null;
        @Nullable Float accuracy = null;
        @Nullable Float temperature = null;
        @Nullable Float battery = null;
        for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "collar_id" -> {
                    if (fields.first(COLLAR_ID, "/collar_id")) {
                        serial = Ranges.collarId(fields, "/collar_id");
                    }
                }
                case "t" -> {
                    if (fields.first(T, "/t")) {
                        t = fields.instant("/t");
                    }
                }
                case "n" -> {
                    if (fields.first(N, "/n")) {
                        n = fields.integer("/n", 0, Integer.MAX_VALUE);
                    }
                }
                case "hr" -> {
                    if (fields.first(HR, "/hr")) {
                        hr = fields.real("/hr", Ranges.HR_LEAST, Ranges.HR_MOST);
                    }
                }
                case "br" -> {
                    if (fields.first(BR, "/br")) {
                        br = fields.real("/br", Ranges.BR_LEAST, Ranges.BR_MOST);
                    }
                }
                case "activity" -> {
                    if (fields.first(ACTIVITY, "/activity")) {
                        activity = Ranges.activity(fields, "/activity");
                    }
                }
                case "lat" -> {
                    if (fields.first(LAT, "/lat")) {
                        lat = fields.microdegrees("/lat", Ranges.LAT_MOST);
                    }
                }
                case "lon" -> {
                    if (fields.first(LON, "/lon")) {
                        lon = fields.microdegrees("/lon", Ranges.LON_MOST);
                    }
                }
                case "accuracy_m" -> {
                    if (fields.first(ACCURACY, "/accuracy_m")) {
                        accuracy = fields.real("/accuracy_m", 0, Ranges.ACCURACY_MOST);
                    }
                }
                case "temperature_c" -> {
                    if (fields.first(TEMPERATURE, "/temperature_c")) {
                        temperature = fields.real("/temperature_c", Ranges.TEMPERATURE_LEAST, Ranges.TEMPERATURE_MOST);
                    }
                }
                case "battery_pct" -> {
                    if (fields.first(BATTERY, "/battery_pct")) {
                        battery = fields.real("/battery_pct", 0, Ranges.BATTERY_MOST);
                    }
                }
                default -> parser.skipChildren();
            }
        }
        fields.require(T, "/t");
        // A position is two numbers: half of one is a mistake, not a reading.
        if (fields.has(LAT) != fields.has(LON)) {
            fields.require(LAT, "/lat");
            fields.require(LON, "/lon");
        }
        Ranges.checkTime(fields, "/t", t, window);
        if (!fields.has(VALUES)) {
            fields.wrong("", "reading.empty", "must hold at least one value");
        }
        var bad = fields.bad();
        if (bad.isPresent()) {
            return bad.get();
        }
        return new Decoded.Good(
                serial, new Reading(t, (int) n, hr, br, activity, lat, lon, accuracy, temperature, battery));
    }
}
