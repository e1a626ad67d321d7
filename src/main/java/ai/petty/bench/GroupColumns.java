package ai.petty.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group that gathers: columns for one {@code unnest}, and the answers that wait for its commit. */
final class GroupColumns {
    private static final JsonFactory JSON = new JsonFactory();

    private final List<Long> pairing = new ArrayList<>();
    private final List<Long> t = new ArrayList<>();
    private final List<Integer> n = new ArrayList<>();
    private final List<@Nullable Integer> latE6 = new ArrayList<>();
    private final List<@Nullable Integer> lonE6 = new ArrayList<>();
    private final List<@Nullable Float> hr = new ArrayList<>();
    private final List<@Nullable Float> br = new ArrayList<>();
    private final List<@Nullable Float> accuracyM = new ArrayList<>();
    private final List<@Nullable Float> temperatureC = new ArrayList<>();
    private final List<@Nullable Float> batteryPct = new ArrayList<>();
    private final List<@Nullable Short> activity = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();

    /** An answer that waits, and how many readings it will tell as accepted. */
    record Waiting(HttpServerResponse response, int count) {}

    /** Reads the array of readings of one collar, as it streams by, to the columns' ends. */
    void decode(Buffer body, String serial, HttpServerResponse response) throws IOException {
        var collar = Long.parseLong(serial, 3, serial.length(), 10);
        var before = t.size();
        try (var parser = JSON.createParser(body.getBytes())) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("not an array");
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                var at = 0L;
                var counter = 0;
                Integer lat = null;
                Integer lon = null;
                Float beats = null;
                Float breaths = null;
                Float accuracy = null;
                Float temperature = null;
                Float battery = null;
                Short level = null;
                for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    switch (name) {
                        case "t" -> at = micros(parser.getText());
                        case "n" -> counter = parser.getIntValue();
                        case "lat" -> lat = (int) Math.round(parser.getDoubleValue() * 1e6);
                        case "lon" -> lon = (int) Math.round(parser.getDoubleValue() * 1e6);
                        case "hr" -> beats = parser.getFloatValue();
                        case "br" -> breaths = parser.getFloatValue();
                        case "accuracy_m" -> accuracy = parser.getFloatValue();
                        case "temperature_c" -> temperature = parser.getFloatValue();
                        case "battery_pct" -> battery = parser.getFloatValue();
                        case "activity" -> level = parser.getShortValue();
                        default -> parser.skipChildren();
                    }
                }
                pairing.add(collar);
                t.add(at);
                n.add(counter);
                latE6.add(lat);
                lonE6.add(lon);
                hr.add(beats);
                br.add(breaths);
                accuracyM.add(accuracy);
                temperatureC.add(temperature);
                batteryPct.add(battery);
                activity.add(level);
            }
        }
        waiting.add(new Waiting(response, t.size() - before));
    }

    boolean isEmpty() {
        return t.isEmpty();
    }

    List<Waiting> waiting() {
        return waiting;
    }

    Tuple toTuple() {
        return Tuple.tuple()
                .addValue(pairing.toArray(Long[]::new))
                .addValue(t.toArray(Long[]::new))
                .addValue(n.toArray(Integer[]::new))
                .addValue(latE6.toArray(Integer[]::new))
                .addValue(lonE6.toArray(Integer[]::new))
                .addValue(hr.toArray(Float[]::new))
                .addValue(br.toArray(Float[]::new))
                .addValue(accuracyM.toArray(Float[]::new))
                .addValue(temperatureC.toArray(Float[]::new))
                .addValue(batteryPct.toArray(Float[]::new))
                .addValue(activity.toArray(Short[]::new));
    }

    /** The generator's own form is read digit by digit; anything else by the library. */
    static long micros(String text) {
        if (text.length() != BenchReadings.TIME_TEXT_LENGTH || text.charAt(19) != '.' || text.charAt(26) != 'Z') {
            var instant = OffsetDateTime.parse(text).toInstant();
            return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
        }
        var day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        var second = day * 86_400 + number(text, 11, 13) * 3600L + number(text, 14, 16) * 60L + number(text, 17, 19);
        return second * 1_000_000 + number(text, 20, 26);
    }

    private static int number(String text, int from, int to) {
        var number = 0;
        for (var i = from; i < to; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }
}
