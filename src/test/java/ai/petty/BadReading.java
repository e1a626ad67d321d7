package ai.petty;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A reading that is wrong in one place.
 *
 * @param json as it goes over the wire
 * @param pointer where it is wrong
 * @param code what v2 calls it
 */
public record BadReading(String name, String json, String pointer, String code) {
    private static final String TOO_DEEP_NOT_TO_BE_A_READING = "[[[[[[[[1]]]]]]]]";

    @Override
    public String toString() {
        return name;
    }

    /** Every field of v1, wrong in every way; {@code serial} is whose the good parts are. */
    public static List<BadReading> v1(String serial) {
        var cases = new Cases(goodV1(serial, Instant.now()));
        for (var field : List.of("collar_id", "timestamp", "heart_rate", "activity_level", "location")) {
            cases.add(field, null, "reading.required");
        }
        cases.wrongTypes("collar_id", "7", "true");
        for (var id : List.of("''", "'SN-1'", "'sn-123456'", "'SN-1234567'", "'SN-123456\\u0000'", "'\\ud800'")) {
            cases.add("collar_id", id, "collar.malformed_id");
        }
        cases.add("collar_id", "'SN-" + "1".repeat(10_000) + "'", "collar.malformed_id");
        cases.add("collar_id", "'" + "x".repeat(1_000_000) + "'", "collar.malformed_id");
        cases.wrongTypes("timestamp", "1755527400", "true");
        cases.badTimes("timestamp", "'2026-08-18'", "'2026-08-18 14:30:00Z'");
        cases.outsideTheWindow("timestamp", 61);
        cases.wrongTypes("heart_rate", "'85'", "true");
        cases.wrongTypes("activity_level", "'1'", "false");
        cases.outOfRange("heart_rate", "29", "301", "-1", "29.999");
        cases.add("heart_rate", "85.5", "reading.wrong_type");
        cases.outOfRange("activity_level", "-1", "3");
        cases.add("activity_level", "0.5", "reading.wrong_type");
        cases.wrongTypes("location", "'here'", "1");
        cases.wrongTypes("temperature", "'38'", "true");
        cases.outOfRange("temperature", "-50.001", "80.5");
        cases.wrongTypes("battery_level", "'70'", "true");
        cases.outOfRange("battery_level", "-0.5", "100.01");
        cases.wrongTypes("sequence_id", "'7'", "true");
        cases.outOfRange("sequence_id", "-1", "2147483648");
        cases.at("/location/type", "location", "{'coordinates':[13.4,52.5]}", "reading.required");
        cases.at("/location/type", "location", "{'type':'Polygon','coordinates':[13.4,52.5]}", "reading.out_of_range");
        cases.at("/location/type", "location", "{'type':null,'coordinates':[13.4,52.5]}", "reading.wrong_type");
        cases.at("/location/coordinates", "location", "{'type':'Point'}", "reading.required");
        for (var wrong : List.of("null", "{}", "'13.4,52.5'", "[]", "[13.4]", "[13.4,52.5,0,0]")) {
            cases.at(
                    "/location/coordinates",
                    "location",
                    "{'type':'Point','coordinates':" + wrong + "}",
                    "reading.wrong_type");
        }
        for (var wrong : List.of("180.000001,0", "-180.000001,0", "1e999,0", "-1e999,0")) {
            cases.at(
                    "/location/coordinates/0",
                    "location",
                    "{'type':'Point','coordinates':[" + wrong + "]}",
                    "reading.out_of_range");
        }
        for (var wrong : List.of("0,90.000001", "0,-90.000001", "0,1e999", "0,2147483648")) {
            cases.at(
                    "/location/coordinates/1",
                    "location",
                    "{'type':'Point','coordinates':[" + wrong + "]}",
                    "reading.out_of_range");
        }
        for (var wrong : List.of("null,0", "'13.4',0", "[13.4],0")) {
            cases.at(
                    "/location/coordinates/0",
                    "location",
                    "{'type':'Point','coordinates':[" + wrong + "]}",
                    "reading.wrong_type");
        }
        cases.duplicated("heart_rate", "86");
        cases.duplicated("location", "{'type':'Point','coordinates':[0,0]}");
        return cases.all;
    }

    /** Every field of v2 but {@code collar_id}, wrong in every way. */
    public static List<BadReading> v2() {
        var cases = new Cases(goodV2(Instant.now(), 0));
        cases.add("t", null, "reading.required");
        cases.add("lat", null, "reading.required");
        cases.add("lon", null, "reading.required");
        cases.wrongTypes("t", "1755527400", "true");
        cases.badTimes("t", "'2026-08-18T14:30:00'", "'2026-08-18T14:30Z'", "'2026-08-18 14:30:00Z'");
        cases.outsideTheWindow("t", 6);
        for (var field :
                List.of("n", "hr", "br", "activity", "lat", "lon", "accuracy_m", "temperature_c", "battery_pct")) {
            cases.wrongTypes(field, "'1'", "true");
            cases.outOfRange(field, "9".repeat(350));
        }
        cases.outOfRange("n", "-1", "2147483648");
        cases.add("n", "0.5", "reading.wrong_type");
        cases.outOfRange("hr", "29.99", "300.01");
        cases.outOfRange("br", "1.99", "200.5");
        cases.outOfRange("activity", "-1", "3");
        cases.add("activity", "1.5", "reading.wrong_type");
        cases.outOfRange("lat", "90.0000001", "-90.0000001");
        cases.outOfRange("lon", "180.0000001", "-180.0000001");
        cases.outOfRange("accuracy_m", "-0.1", "100001");
        cases.outOfRange("temperature_c", "-50.01", "80.01");
        cases.outOfRange("battery_pct", "-1", "101");
        cases.duplicated("hr", "81");
        cases.duplicated("t", "'2026-08-18T14:30:00Z'");
        cases.all.add(new BadReading("no value at all", "{\"t\":\"" + Instant.now() + "\"}", "", "reading.empty"));
        return cases.all;
    }

    /** The fields of a good v1 reading, each as JSON text. */
    public static Map<String, String> goodV1(String serial, Instant t) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("collar_id", quoted(serial));
        fields.put("timestamp", quoted(t.truncatedTo(ChronoUnit.MICROS).toString()));
        fields.put("heart_rate", "85");
        fields.put("activity_level", "1");
        fields.put("location", "{\"type\":\"Point\",\"coordinates\":[13.404954,52.520008]}");
        fields.put("temperature", "38.5");
        fields.put("battery_level", "70.5");
        fields.put("sequence_id", "7");
        return fields;
    }

    /** The fields of a good v2 reading, each as JSON text. */
    public static Map<String, String> goodV2(Instant t, int n) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("t", quoted(t.truncatedTo(ChronoUnit.MICROS).toString()));
        fields.put("n", Integer.toString(n));
        fields.put("hr", "80");
        fields.put("br", "20.5");
        fields.put("activity", "1");
        fields.put("lat", "52.520008");
        fields.put("lon", "13.404954");
        fields.put("accuracy_m", "5");
        fields.put("temperature_c", "38.5");
        fields.put("battery_pct", "70.5");
        return fields;
    }

    public static String json(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> quoted(field.getKey()) + ":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static final class Cases {
        private final Map<String, String> good;
        private final List<BadReading> all = new ArrayList<>();

        Cases(Map<String, String> good) {
            this.good = good;
        }

        void add(String field, @Nullable String value, String code) {
            at("/" + field, field, value, code);
        }

        /** @param value JSON text with single quotes; null drops the field */
        void at(String pointer, String field, @Nullable String value, String code) {
            var fields = new LinkedHashMap<>(good);
            if (value == null) {
                fields.remove(field);
            } else {
                fields.put(field, value.replace('\'', '"'));
            }
            var shown = String.valueOf(value);
            all.add(new BadReading(
                    field + " = " + (shown.length() < 60 ? shown : shown.substring(0, 20) + "... " + shown.length()),
                    json(fields),
                    pointer,
                    code));
        }

        void wrongTypes(String field, String... values) {
            for (var value : List.of("null", "[]", "{}", "{'a':[1]}", TOO_DEEP_NOT_TO_BE_A_READING)) {
                if (!(field.equals("location") && value.startsWith("{"))) {
                    add(field, value, "reading.wrong_type");
                }
            }
            for (var value : values) {
                add(field, value, "reading.wrong_type");
            }
        }

        void outOfRange(String field, String... values) {
            for (var value : List.of("1e999", "-1e999")) {
                add(field, value, "reading.out_of_range");
            }
            for (var value : values) {
                add(field, value, "reading.out_of_range");
            }
        }

        void badTimes(String field, String... values) {
            for (var value : List.of(
                    "''",
                    "'now'",
                    "'2026-02-29T12:00:00Z'",
                    "'2026-02-30T12:00:00Z'",
                    "'2026-13-01T12:00:00Z'",
                    "'2026-08-18T24:00:00Z'",
                    "'2026-08-18T14:60:00Z'",
                    "'2026-08-18T14:30:60Z'",
                    "'2026-08-18T14:30:00+19:00'",
                    "'2026-08-18T14:30:00Z\\u0000'",
                    "'\\ud83d'",
                    "'" + "2".repeat(1_000_000) + "'")) {
                add(field, value, "reading.malformed_time");
            }
            for (var value : values) {
                add(field, value, "reading.malformed_time");
            }
        }

        void outsideTheWindow(String field, int minutesAhead) {
            var now = Instant.now();
            for (var time : List.of(
                    now.plus(minutesAhead, ChronoUnit.MINUTES),
                    now.minus(32, ChronoUnit.DAYS),
                    Instant.EPOCH,
                    Instant.parse("9999-12-31T23:59:59Z"))) {
                add(field, "'" + time.truncatedTo(ChronoUnit.SECONDS) + "'", "clock.out_of_window");
            }
            add(field, "'0000-01-01T00:00:00Z'", "clock.out_of_window");
        }

        void duplicated(String field, String value) {
            var whole = json(good);
            all.add(new BadReading(
                    field + " twice",
                    whole.substring(0, whole.length() - 1) + "," + quoted(field) + ":" + value.replace('\'', '"') + "}",
                    "/" + field,
                    "reading.duplicate_key"));
        }
    }
}
