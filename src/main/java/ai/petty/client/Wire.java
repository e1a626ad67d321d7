package ai.petty.client;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** How one reading is written in v2, the same in a frame and in a telemetry body. */
final class Wire {
    private static final double DEGREE_E6 = 1e6;

    private Wire() {}

    static void write(JsonGenerator out, CollarReading reading) throws IOException {
        out.writeStartObject();
        out.writeStringField("t", time(reading.t()));
        if (reading.n() != 0) {
            out.writeNumberField("n", reading.n());
        }
        number(out, "hr", reading.hr());
        number(out, "br", reading.br());
        if (reading.activity() != null) {
            out.writeNumberField("activity", reading.activity().intValue());
        }
        var fix = reading.fix();
        if (fix != null) {
            out.writeNumberField("lat", fix.latE6() / DEGREE_E6);
            out.writeNumberField("lon", fix.lonE6() / DEGREE_E6);
            number(out, "accuracy_m", fix.accuracyM());
        }
        number(out, "temperature_c", reading.temperatureC());
        number(out, "battery_pct", reading.batteryPct());
        out.writeEndObject();
    }

    private static void number(JsonGenerator out, String name, @Nullable Float value) throws IOException {
        if (value != null) {
            out.writeNumberField(name, value.floatValue());
        }
    }

    /** RFC 3339, UTC. */
    static String time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    /** @throws java.time.format.DateTimeParseException when it is not RFC 3339 */
    static long micros(String text) {
        return micros(OffsetDateTime.parse(text).toInstant());
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
