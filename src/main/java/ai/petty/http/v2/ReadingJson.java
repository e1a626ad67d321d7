package ai.petty.http.v2;

import ai.petty.history.Fix;
import ai.petty.history.Summary;
import ai.petty.http.StreamedJson;
import ai.petty.ingest.Reading;
import ai.petty.pets.location.Place;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A reading as version 2 writes it, everywhere. A value that is not known is left out. */
final class ReadingJson {
    private static final double HUNDREDTHS = 100;

    private ReadingJson() {}

    static void object(JsonGenerator json, Reading reading) throws IOException {
        json.writeStartObject();
        fields(json, reading);
        json.writeEndObject();
    }

    static void fields(JsonGenerator json, Reading reading) throws IOException {
        json.writeStringField("t", StreamedJson.instant(reading.t()));
        json.writeNumberField("n", reading.n());
        StreamedJson.field(json, "hr", reading.hr());
        StreamedJson.field(json, "br", reading.br());
        if (reading.activity() != null) {
            json.writeNumberField("activity", reading.activity());
        }
        if (reading.latE6() != null && reading.lonE6() != null) {
            position(json, reading.latE6(), reading.lonE6(), reading.accuracyM());
        }
        StreamedJson.field(json, "temperature_c", reading.temperatureC());
        StreamedJson.field(json, "battery_pct", reading.batteryPct());
    }

    static void object(JsonGenerator json, Fix fix) throws IOException {
        json.writeStartObject();
        json.writeStringField("t", StreamedJson.instant(fix.t()));
        position(json, fix.latE6(), fix.lonE6(), fix.accuracyM());
        json.writeEndObject();
    }

    /** Into an object that has begun. */
    static void place(JsonGenerator json, Place place) throws IOException {
        position(json, place.latE6(), place.lonE6(), place.accuracyM());
    }

    private static void position(JsonGenerator json, int latE6, int lonE6, @Nullable Float accuracyM)
            throws IOException {
        json.writeFieldName("lat");
        StreamedJson.degrees(json, latE6);
        json.writeFieldName("lon");
        StreamedJson.degrees(json, lonE6);
        StreamedJson.field(json, "accuracy_m", accuracyM);
    }

    static void object(JsonGenerator json, Summary summary) throws IOException {
        json.writeStartObject();
        json.writeStringField("t", StreamedJson.instant(summary.t()));
        json.writeNumberField("count", summary.count());
        mean(json, "hr_mean", summary.hrMean());
        StreamedJson.field(json, "hr_min", summary.hrMin());
        StreamedJson.field(json, "hr_max", summary.hrMax());
        mean(json, "br_mean", summary.brMean());
        mean(json, "activity_mean", summary.activityMean());
        mean(json, "temperature_c_mean", summary.temperatureCMean());
        StreamedJson.field(json, "battery_pct_min", summary.batteryPctMin());
        json.writeEndObject();
    }

    /** To the hundredth: finer than any sensor here. */
    private static void mean(JsonGenerator json, String name, @Nullable Double value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, Math.round(value * HUNDREDTHS) / HUNDREDTHS);
        }
    }
}
