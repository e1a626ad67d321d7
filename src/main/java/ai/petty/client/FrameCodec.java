package ai.petty.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Frames to bytes and back. One writer serves both forms: Jackson's generator writes binary as base64 in JSON and as a
 * byte string in CBOR.
 */
final class FrameCodec {
    /** What a server that names no bounds surely takes, see the contract of {@code ready}. */
    private static final int LEAST_FRAME_BYTES = 128 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

    private final ObjectMapper mapper;
    private final JsonFactory factory;

    FrameCodec(Protocol protocol) {
        this.mapper = switch (protocol) {
            case JSON -> JSON;
            case CBOR -> CBOR;
        };
        this.factory = mapper.getFactory();
    }

    /** A frame cannot be read. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(@Nullable Throwable cause) {
            super("the server's frame cannot be read", cause);
        }
    }

    @FunctionalInterface
    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    private byte[] object(String type, Body body) {
        var bytes = new ByteArrayOutputStream();
        try (var out = factory.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("type", type);
            body.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    byte[] hello(String collarId, String credential, Optional<String> firmware, long sentAt) {
        return object("hello", out -> {
            out.writeStringField("collar_id", collarId);
            out.writeStringField("credential", credential);
            if (firmware.isPresent()) {
                out.writeStringField("firmware", firmware.get());
            }
            out.writeStringField("sent_at", Wire.time(sentAt));
        });
    }

    byte[] encode(long seq, Frame frame, long sentAt) {
        return switch (frame) {
            case Frame.Readings(var readings) ->
                object("readings", out -> {
                    out.writeNumberField("seq", seq);
                    out.writeStringField("sent_at", Wire.time(sentAt));
                    out.writeArrayFieldStart("readings");
                    for (var reading : readings) {
                        Wire.write(out, reading);
                    }
                    out.writeEndArray();
                });
            case Frame.Motion motion ->
                object("motion", out -> {
                    out.writeNumberField("seq", seq);
                    out.writeStringField("t0", Wire.time(motion.t0()));
                    out.writeNumberField("rate_hz", motion.rateHz());
                    out.writeNumberField("acc_scale", motion.accScale());
                    if (motion.gyroScale() != null) {
                        out.writeNumberField("gyro_scale", motion.gyroScale().floatValue());
                    }
                    out.writeBinaryField("samples", motion.samples());
                });
        };
    }

    ServerFrame decode(byte[] bytes) throws Unreadable {
        try {
            var node = mapper.readTree(bytes);
            if (node == null || !node.isObject()) {
                throw new Unreadable(null);
            }
            return decode(node);
        } catch (IOException | DateTimeException e) {
            throw new Unreadable(e);
        }
    }

    private static ServerFrame decode(JsonNode node) {
        return switch (node.path("type").asText()) {
            case "ready" ->
                new ServerFrame.Ready(
                        node.path("resume_after").asLong(0),
                        time(node.path("server_time")),
                        node.path("max_frame_bytes").asInt(LEAST_FRAME_BYTES),
                        Math.max(1, node.path("max_unacked").asInt(1)),
                        seconds(node.path("report_interval_s")));
            case "ack" ->
                new ServerFrame.Ack(
                        node.path("seq").asLong(),
                        node.path("accepted").asInt(),
                        node.path("duplicates").asInt(),
                        rejected(node.path("rejected")),
                        time(node.path("server_time")));
            case "nack" ->
                new ServerFrame.Nack(
                        node.path("seq").isIntegralNumber()
                                ? OptionalLong.of(node.path("seq").asLong())
                                : OptionalLong.empty(),
                        node.path("code").asText(),
                        millis(node.path("retry_after_ms")));
            case "configure" ->
                new ServerFrame.Configure(
                        seconds(node.path("report_interval_s")), seconds(node.path("motion_every_s")));
            case "goodbye" ->
                new ServerFrame.Goodbye(node.path("reason").asText(), millis(node.path("reconnect_after_ms")));
            case String other -> new ServerFrame.Unknown(other);
        };
    }

    static List<ServerFrame.Rejected> rejected(JsonNode items) {
        var rejected = new ArrayList<ServerFrame.Rejected>();
        for (var item : items) {
            var codes = new ArrayList<String>();
            for (var error : item.path("errors")) {
                codes.add(error.path("code").asText());
            }
            rejected.add(new ServerFrame.Rejected(item.path("index").asInt(), List.copyOf(codes)));
        }
        return List.copyOf(rejected);
    }

    static OptionalLong time(JsonNode node) {
        return node.isTextual() ? OptionalLong.of(Wire.micros(node.asText())) : OptionalLong.empty();
    }

    private static Optional<Duration> seconds(JsonNode node) {
        return node.isNumber() && node.asDouble() > 0
                ? Optional.of(Duration.ofMillis(Math.round(node.asDouble() * 1000)))
                : Optional.empty();
    }

    private static Optional<Duration> millis(JsonNode node) {
        return node.isNumber() ? Optional.of(Duration.ofMillis(Math.max(0, node.asLong()))) : Optional.empty();
    }
}
