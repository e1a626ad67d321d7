package ai.petty.ingest;

import ai.petty.config.PettyConfig;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The reading of {@code openapi/v1.yaml}, schema {@code Reading}: what collars in the field already send. */
public final class V1ReadingDecoder implements ReadingDecoder {
    private static final int COLLAR_ID = 1;
    private static final int TIMESTAMP = 1 << 1;
    private static final int HEART_RATE = 1 << 2;
    private static final int ACTIVITY_LEVEL = 1 << 3;
    private static final int LOCATION = 1 << 4;
    private static final int TEMPERATURE = 1 << 5;
    private static final int BATTERY_LEVEL = 1 << 6;
    private static final int SEQUENCE_ID = 1 << 7;

    private static final int LONGEST_ID = 64;

    private final Pattern collarId;
    private final boolean lenientLocation;

    public V1ReadingDecoder(PettyConfig.IngestV1 config) {
        this.collarId = Pattern.compile(config.collarIdPattern());
        this.lenientLocation = config.lenientLocation();
    }

    @Override
    public Decoded decode(JsonParser parser, TimeWindow window) throws IOException {
        var fields = new FieldReader(parser);
        @Nullable String serial = null;
        var t = TimeText.NONE;
        double n = 0;
        @Nullable Float hr = null;
        @Nullable Short activity = null;
        var location = new PointReader(fields, parser, lenientLocation);
        @Nullable Float temperature = null;
        @Nullable Float battery = null;
        for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "collar_id" -> {
                    if (fields.first(COLLAR_ID, "/collar_id")) {
                        serial = collarId(fields);
                    }
                }
                case "timestamp" -> {
                    if (fields.first(TIMESTAMP, "/timestamp")) {
                        t = fields.instantOrUtc("/timestamp");
                    }
                }
                case "heart_rate" -> {
                    if (fields.first(HEART_RATE, "/heart_rate")) {
                        hr = (float) fields.integer("/heart_rate", Ranges.HR_LEAST, Ranges.HR_MOST);
                    }
                }
                case "activity_level" -> {
                    if (fields.first(ACTIVITY_LEVEL, "/activity_level")) {
                        activity = Ranges.activity(fields, "/activity_level");
                    }
                }
                case "location" -> {
                    if (fields.first(LOCATION, "/location")) {
                        location.read();
                    }
                }
                case "temperature" -> {
                    if (fields.first(TEMPERATURE, "/temperature")) {
                        temperature = fields.real("/temperature", Ranges.TEMPERATURE_LEAST, Ranges.TEMPERATURE_MOST);
                    }
                }
                case "battery_level" -> {
                    if (fields.first(BATTERY_LEVEL, "/battery_level")) {
                        battery = fields.real("/battery_level", 0, Ranges.BATTERY_MOST);
                    }
                }
                case "sequence_id" -> {
                    if (fields.first(SEQUENCE_ID, "/sequence_id")) {
                        n = fields.integer("/sequence_id", 0, Integer.MAX_VALUE);
                    }
                }
                default -> parser.skipChildren();
            }
        }
        fields.require(COLLAR_ID, "/collar_id");
        fields.require(TIMESTAMP, "/timestamp");
        fields.require(HEART_RATE, "/heart_rate");
        fields.require(ACTIVITY_LEVEL, "/activity_level");
        fields.require(LOCATION, "/location");
        Ranges.checkTime(fields, "/timestamp", t, window);
        var bad = fields.bad();
        if (bad.isPresent()) {
            return bad.get();
        }
        return new Decoded.Good(
                serial,
                new Reading(
                        t,
                        (int) n,
                        hr,
                        null,
                        activity,
                        location.latE6(),
                        location.lonE6(),
                        null,
                        temperature,
                        battery));
    }

    private @Nullable String collarId(FieldReader fields) throws IOException {
        var text = fields.text("/collar_id");
        // The pattern is the deployment's own: no long text may meet it.
        if (text != null
                && (text.length() > LONGEST_ID || !collarId.matcher(text).matches())) {
            fields.wrong("/collar_id", "collar.malformed_id", "must match " + collarId.pattern());
        }
        return text;
    }

    /** A GeoJSON Point (RFC 7946): longitude first. */
    private static final class PointReader {
        private static final int TYPE = 1 << 8;
        private static final int COORDINATES = 1 << 9;
        private static final int LONGITUDE = 0;
        private static final int LATITUDE = 1;

        private final FieldReader fields;
        private final JsonParser parser;
        private final boolean lenient;
        private @Nullable Integer lat;
        private @Nullable Integer lon;

        PointReader(FieldReader fields, JsonParser parser, boolean lenient) {
            this.fields = fields;
            this.parser = parser;
            this.lenient = lenient;
        }

        @Nullable
        Integer latE6() {
            return lat;
        }

        @Nullable
        Integer lonE6() {
            return lon;
        }

        void read() throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                fields.wrong("/location", "reading.wrong_type", "must be a GeoJSON Point");
                parser.skipChildren();
                return;
            }
            for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                switch (name) {
                    case "type" -> {
                        if (fields.first(TYPE, "/location/type") && !"Point".equals(fields.text("/location/type"))) {
                            fields.wrong("/location/type", "reading.out_of_range", "must be \"Point\"");
                        }
                    }
                    case "coordinates" -> {
                        if (fields.first(COORDINATES, "/location/coordinates")) {
                            coordinates();
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
            if (!lenient) {
                fields.require(TYPE, "/location/type");
            }
            fields.require(COORDINATES, "/location/coordinates");
        }

        private void coordinates() throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                fields.wrong("/location/coordinates", "reading.wrong_type", "must be [longitude, latitude]");
                parser.skipChildren();
                return;
            }
            var position = 0;
            for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                switch (position++) {
                    case LONGITUDE -> lon = fields.microdegrees("/location/coordinates/0", Ranges.LON_MOST);
                    case LATITUDE -> lat = fields.microdegrees("/location/coordinates/1", Ranges.LAT_MOST);
                    default -> parser.skipChildren();
                }
            }
            // RFC 7946 allows a height behind the two; it is not kept.
            if (position < 2 || position > 3) {
                fields.wrong("/location/coordinates", "reading.wrong_type", "must be [longitude, latitude]");
            }
        }
    }
}
