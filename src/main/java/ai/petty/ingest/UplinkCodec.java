package ai.petty.ingest;

import ai.petty.problem.FieldError;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The server's frames, in JSON text or in CBOR. The same objects in both. */
enum UplinkCodec {
    JSON(ai.petty.ingest.Json.JSON),
    CBOR(ai.petty.ingest.Json.CBOR);

    private static final int USUAL_FRAME = 128;

    private final JsonFactory factory;

    UplinkCodec(JsonFactory factory) {
        this.factory = factory;
    }

    JsonFactory factory() {
        return factory;
    }

    /** What is said once the credential is checked and the handlers stand. */
    record Ready(
            String session,
            long resumeAfter,
            Instant serverTime,
            long maxFrameBytes,
            int maxUnacked,
            Duration reportInterval) {}

    Buffer ready(Ready ready) {
        return frame("ready", json -> {
            json.writeStringField("session", ready.session());
            json.writeNumberField("resume_after", ready.resumeAfter());
            writeServerTime(json, ready.serverTime());
            json.writeNumberField("max_frame_bytes", ready.maxFrameBytes());
            json.writeNumberField("max_unacked", ready.maxUnacked());
            json.writeNumberField("report_interval_s", ready.reportInterval().toSeconds());
        });
    }

    Buffer configure(Duration reportInterval, Duration motionEvery) {
        return frame("configure", json -> {
            json.writeNumberField("report_interval_s", reportInterval.toSeconds());
            json.writeNumberField("motion_every_s", motionEvery.toSeconds());
        });
    }

    Buffer ack(long seq, Receipt receipt, Instant serverTime) {
        return frame("ack", json -> {
            json.writeNumberField("seq", seq);
            json.writeNumberField("accepted", receipt.accepted());
            json.writeNumberField("duplicates", receipt.duplicates());
            json.writeArrayFieldStart("rejected");
            for (var rejected : receipt.rejected()) {
                json.writeStartObject();
                json.writeNumberField("index", rejected.index());
                writeErrors(json, rejected.errors());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (!receipt.rejected().isEmpty()) {
                writeServerTime(json, serverTime);
            }
        });
    }

    Buffer nack(Optional<Long> seq, String code, List<FieldError> errors, Optional<Duration> retryAfter) {
        return frame("nack", json -> {
            if (seq.isPresent()) {
                json.writeNumberField("seq", seq.get());
            } else {
                json.writeNullField("seq");
            }
            json.writeStringField("code", code);
            if (!errors.isEmpty()) {
                writeErrors(json, errors);
            }
            if (retryAfter.isPresent()) {
                json.writeNumberField(
                        "retry_after_ms", Math.max(1, retryAfter.get().toMillis()));
            }
        });
    }

    Buffer goodbye(String reason, Duration reconnectAfter) {
        return frame("goodbye", json -> {
            json.writeStringField("reason", reason);
            json.writeNumberField("reconnect_after_ms", reconnectAfter.toMillis());
        });
    }

    private static void writeServerTime(JsonGenerator json, Instant serverTime) throws IOException {
        json.writeStringField(
                "server_time", serverTime.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    private static void writeErrors(JsonGenerator json, List<FieldError> errors) throws IOException {
        json.writeArrayFieldStart("errors");
        for (var error : errors) {
            json.writeStartObject();
            json.writeStringField("pointer", error.pointer());
            json.writeStringField("code", error.code());
            json.writeStringField("detail", error.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private interface Body {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private Buffer frame(String type, Body body) {
        var bytes = new ByteArrayOutputStream(USUAL_FRAME);
        try (var json = factory.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            body.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
