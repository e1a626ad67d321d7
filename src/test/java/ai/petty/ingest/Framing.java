package ai.petty.ingest;

import ai.petty.identity.Principal;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The ways in which v2 takes readings: bytes as a sender would write them, read by the decoder of that door. */
enum Framing {
    ARRAY,
    LINES,
    UPLINK_JSON,
    UPLINK_CBOR;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());
    private static final double DEGREE_E6 = 1e6;
    private static final int MOST_ITEMS = 5_000;

    /** Over HTTP a person names the collar in every reading; on the uplink the collar is who it is. */
    Principal sender(String serial) {
        return isUplink() ? new Principal.Collar(serial) : TestIngest.DEMO;
    }

    private boolean isUplink() {
        return this == UPLINK_JSON || this == UPLINK_CBOR;
    }

    /** Through bytes and back, each reading written in a way of its own. */
    List<Decoded> carry(String serial, List<Reading> readings, TimeWindow window, Random taste) {
        try {
            var objects = new ArrayList<Map<String, Object>>();
            for (var reading : readings) {
                objects.add(written(serial, reading, taste));
            }
            var decoder = new TelemetryDecoder(new V2ReadingDecoder(), MOST_ITEMS);
            return switch (this) {
                case ARRAY -> decoder.array(JSON.writeValueAsBytes(objects), window);
                case LINES -> decoder.lines(lines(objects, taste), window);
                case UPLINK_JSON ->
                    frame(new UplinkFrameDecoder(Json.JSON, decoder)
                            .decode(JSON.writeValueAsBytes(framed(objects)), window));
                case UPLINK_CBOR ->
                    frame(new UplinkFrameDecoder(Json.CBOR, decoder)
                            .decode(CBOR.writeValueAsBytes(framed(objects)), window));
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Decoded> frame(UplinkFrame frame) {
        if (frame instanceof UplinkFrame.Readings readings) {
            return readings.readings();
        }
        throw new IllegalStateException("not a frame of readings: " + frame);
    }

    private static Map<String, Object> framed(List<Map<String, Object>> readings) {
        return Map.of("type", "readings", "seq", 1, "readings", readings);
    }

    private static byte[] lines(List<Map<String, Object>> objects, Random taste) throws JsonProcessingException {
        var bytes = new ByteArrayOutputStream();
        for (var object : objects) {
            bytes.writeBytes(JSON.writeValueAsBytes(object));
            bytes.writeBytes((taste.nextBoolean() ? "\n" : "\r\n\n").getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** The same reading in other words: order of fields, zone of the time, width of the numbers, a left-out zero. */
    private Map<String, Object> written(String serial, Reading reading, Random taste) {
        var fields = new ArrayList<Map.Entry<String, Object>>();
        fields.add(Map.entry("t", time(reading.t(), taste)));
        if (reading.n() != 0 || taste.nextBoolean()) {
            fields.add(Map.entry("n", reading.n()));
        }
        if (!isUplink() || taste.nextBoolean()) {
            fields.add(Map.entry("collar_id", serial));
        }
        add(fields, "hr", number(reading.hr(), taste));
        add(fields, "br", number(reading.br(), taste));
        add(fields, "activity", reading.activity());
        add(fields, "lat", reading.latE6() == null ? null : reading.latE6() / DEGREE_E6);
        add(fields, "lon", reading.lonE6() == null ? null : reading.lonE6() / DEGREE_E6);
        add(fields, "accuracy_m", number(reading.accuracyM(), taste));
        add(fields, "temperature_c", number(reading.temperatureC(), taste));
        add(fields, "battery_pct", number(reading.batteryPct(), taste));
        Collections.shuffle(fields, taste);
        var object = new LinkedHashMap<String, Object>();
        fields.forEach(field -> object.put(field.getKey(), field.getValue()));
        return object;
    }

    private static void add(List<Map.Entry<String, Object>> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.add(Map.entry(name, value));
        }
    }

    private static String time(long micros, Random taste) {
        return Instant.EPOCH
                .plus(micros, ChronoUnit.MICROS)
                .atOffset(ZoneOffset.ofHours(taste.nextInt(-12, 13)))
                .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    /** Single or double precision, the decimal that a person would write. */
    private static @Nullable Number number(@Nullable Float value, Random taste) {
        if (value == null || taste.nextBoolean()) {
            return value;
        }
        return Double.parseDouble(value.toString());
    }
}
