package ai.petty.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.RetryPolicy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * One collar's telemetry over HTTP, in both versions. What the server will not take now (429, 5xx, no connection) goes
 * again after the time it asks for, or with jittered back-off; what it will never take fails with {@link TelemetryRefused}.
 * Sending twice is safe: a reading that is stored already is a success.
 */
public final class TelemetryClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GZIP_FROM_READINGS = 10;
    private static final double DEGREE_E6 = 1e6;

    private final HttpClient http;
    private final TelemetryOptions options;
    private final CircuitBreaker breaker;

    public TelemetryClient(Vertx vertx, HttpClient http, TelemetryOptions options) {
        this.http = http;
        this.options = options;
        var backOff = RetryPolicy.exponentialDelayWithJitter(
                options.backOff().toMillis(), options.maxBackOff().toMillis());
        // its retries are what is wanted; it opens only while nothing at all gets through
        this.breaker = CircuitBreaker.create(
                        "telemetry-" + options.collarId(),
                        vertx,
                        new CircuitBreakerOptions()
                                .setMaxRetries(options.maxRetries())
                                .setTimeout(options.timeout().toMillis())
                                .setResetTimeout(options.maxBackOff().toMillis())
                                .setNotificationAddress(null))
                .retryPolicy((failure, retries) -> {
                    var jittered = backOff.delay(failure, retries);
                    var asked = failure instanceof TelemetryRefused refused
                            ? refused.retryAfter().orElse(Duration.ZERO)
                            : Duration.ZERO;
                    return asked.toMillis() + jittered;
                });
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
        return breaker.<Answer>execute(() -> once(path, body, gzip))
                .compose(answer -> answer.refusal()
                        .<Future<Buffer>>map(Future::failedFuture)
                        .orElseGet(() -> Future.succeededFuture(answer.body())));
    }

    /** A success, or a refusal for good; a refusal for now is a failure, so that the breaker sends again. */
    private record Answer(Buffer body, Optional<TelemetryRefused> refusal) {}

    private Future<Answer> once(String path, Buffer body, boolean gzip) {
        var request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(options.endpoint().host())
                .setPort(options.endpoint().port())
                .setSsl(options.endpoint().tls())
                .setURI(path)
                .setTimeout(options.timeout().toMillis())
                .putHeader("Content-Type", "application/json")
                .putHeader("Authorization", "Bearer " + options.credential())
                .putHeader("X-Collar-Id", options.collarId());
        if (gzip) {
            request.putHeader("Content-Encoding", "gzip");
        }
        return http.request(request)
                .compose(sent -> sent.send(body))
                .compose(response -> response.body().compose(answer -> judge(response, answer)));
    }

    private static Future<Answer> judge(HttpClientResponse response, Buffer body) {
        if (response.statusCode() / 100 == 2) {
            return Future.succeededFuture(new Answer(body, Optional.empty()));
        }
        var refused = new TelemetryRefused(response.statusCode(), body.toString(), retryAfter(response));
        return refused.isForNow()
                ? Future.failedFuture(refused)
                : Future.succeededFuture(new Answer(body, Optional.of(refused)));
    }

    /** In seconds; a date, which the header may be as well, is not what this API sends. */
    private static Optional<Duration> retryAfter(HttpClientResponse response) {
        var header = response.getHeader("Retry-After");
        return header != null && header.matches("\\d{1,6}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(header)))
                : Optional.empty();
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
