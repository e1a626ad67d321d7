package ai.petty.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * One collar's telemetry over HTTP, in both versions. What the server will not take now (429, 5xx, no connection) goes
 * again after the time it asks for, or with jittered back-off; what it will never take fails with {@link RequestRefused}.
 * Sending twice is safe: a reading that is stored already is a success.
 */
public final class TelemetryClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GZIP_FROM_READINGS = 10;
    private static final double DEGREE_E6 = 1e6;

    private final TelemetryOptions options;
    private final ApiCalls calls;

    public TelemetryClient(Vertx vertx, HttpClient http, TelemetryOptions options) {
        this.options = options;
        this.calls = new ApiCalls(vertx, http, options.endpoint(), options.retry(), "telemetry-" + options.collarId());
    }

    /** {@code POST /v2/telemetry}: up to 5,000 readings, each judged by itself. */
    public Future<TelemetryAnswer> send(List<CollarReading> readings) {
        var gzip = readings.size() >= GZIP_FROM_READINGS;
        return post(
                        "/v2/telemetry",
                        json(gzip, out -> {
                            out.writeStartArray();
                            for (var reading : readings) {
                                Wire.write(out, reading);
                            }
                            out.writeEndArray();
                        }),
                        gzip)
                .map(TelemetryClient::answer);
    }

    /**
     * {@code POST /v1/ingest}: one reading, which in v1 must have heart rate, activity and a fix.
     *
     * @throws IllegalArgumentException when it has not
     */
    public Future<TelemetryAnswer> ingest(CollarReading reading) {
        var hr = reading.hr();
        var activity = reading.activity();
        var fix = reading.fix();
        if (hr == null || activity == null || fix == null) {
            throw new IllegalArgumentException("v1 wants heart rate, activity and a fix");
        }
        var battery = reading.batteryPct();
        return post(
                        "/v1/ingest",
                        json(false, out -> {
                            out.writeStartObject();
                            out.writeStringField("collar_id", options.collarId());
                            out.writeStringField("timestamp", Wire.time(reading.t()));
                            out.writeNumberField("heart_rate", Math.round(hr));
                            out.writeNumberField("activity_level", activity.intValue());
                            out.writeObjectFieldStart("location");
                            out.writeStringField("type", "Point");
                            out.writeArrayFieldStart("coordinates");
                            out.writeNumber(fix.lonE6() / DEGREE_E6);
                            out.writeNumber(fix.latE6() / DEGREE_E6);
                            out.writeEndArray();
                            out.writeEndObject();
                            if (battery != null) {
                                out.writeNumberField("battery_level", battery.floatValue());
                            }
                            out.writeEndObject();
                        }),
                        false)
                .map(_ -> new TelemetryAnswer(1, 0, List.of()));
    }

    @FunctionalInterface
    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    private static Buffer json(boolean gzip, Body body) {
        var bytes = new ByteArrayOutputStream();
        try (OutputStream end = gzip ? new GZIPOutputStream(bytes) : bytes;
                var out = JSON.getFactory().createGenerator(end)) {
            body.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private Future<Buffer> post(String path, Buffer body, boolean gzip) {
        var headers = new HashMap<>(Map.of(
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + options.credential(),
                "X-Collar-Id",
                options.collarId()));
        if (gzip) {
            headers.put("Content-Encoding", "gzip");
        }
        return calls.send(HttpMethod.POST, path, headers, body);
    }

    private static TelemetryAnswer answer(Buffer body) {
        try {
            var node = JSON.readTree(body.getBytes());
            return new TelemetryAnswer(
                    node.path("accepted").asInt(),
                    node.path("duplicates").asInt(),
                    FrameCodec.rejected(node.path("rejected")));
        } catch (IOException e) {
            throw new UncheckedIOException("the answer is not JSON", e);
        }
    }
}
