package ai.petty.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * The server's side of the uplink as the contract has it, written apart from Petty's own server, and able to misbehave on
 * purpose. It remembers what it committed, and what a collar did that the contract forbids.
 */
public final class ProtocolPeer implements AutoCloseable {
    public static final String SECRET = "peer-secret";

    /** What happens to one frame. */
    public enum Fate {
        ACK,
        ACK_LATE,
        NACK_FOR_NOW,
        NACK_FOR_EVER,
        NACK_WITHOUT_NUMBER,
        CLOSE_BEFORE_COMMIT,
        CLOSE_AFTER_COMMIT,
        SILENCE,
        GOODBYE,
        DISPLACED,
        OUT_OF_WINDOW
    }

    /** One collar as the server remembers it across connections. */
    public static final class Remembered {
        final Set<Long> committedSeqs = new HashSet<>();
        final Map<String, Integer> timeToReceipts = new HashMap<>();
        final List<JsonNode> frames = new CopyOnWriteArrayList<>();
        long committedUpTo;
        int unanswered;

        private void commit(long seq, JsonNode frame) {
            committedSeqs.add(seq);
            while (committedSeqs.contains(committedUpTo + 1)) {
                committedUpTo++;
            }
            for (var reading : frame.path("readings")) {
                timeToReceipts.merge(reading.path("t").asText(), 1, Integer::sum);
            }
        }
    }

    private final Vertx vertx;
    private final HttpServer server;
    private final BiFunction<Remembered, JsonNode, Fate> fates;
    private final Map<String, Remembered> collarToRemembered = new ConcurrentHashMap<>();
    public final List<String> complaints = new CopyOnWriteArrayList<>();
    public final AtomicInteger hellos = new AtomicInteger();
    public final AtomicInteger posts = new AtomicInteger();
    public volatile int maxUnacked = 4;
    public volatile int maxFrameBytes = 128 * 1024;
    public volatile long resumeAtLeast;
    public volatile Instant serverTime = Instant.now();

    public ProtocolPeer(Vertx vertx, BiFunction<Remembered, JsonNode, Fate> fates) {
        this.vertx = vertx;
        this.fates = fates;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setMaxWebSocketFrameSize(1 << 20)
                        .setMaxWebSocketMessageSize(1 << 20)
                        .setDecompressionSupported(true)
                        .addWebSocketSubProtocol("petty.v2")
                        .addWebSocketSubProtocol("petty.v2+cbor"))
                .webSocketHandler(this::accept)
                .requestHandler(request -> request.body().onSuccess(body -> {
                    posts.incrementAndGet();
                    request.response().putHeader("Content-Type", "application/json");
                    if ("/v2/telemetry".equals(request.path())) {
                        var count = parse(new ObjectMapper(), body.getBytes()).size();
                        request.response().end("{\"accepted\":" + count + ",\"duplicates\":0,\"rejected\":[]}");
                    } else {
                        request.response().setStatusCode(201).end("{\"success\":true}");
                    }
                }));
        server.listen(0, "127.0.0.1").await();
    }

    public static ProtocolPeer wellBehaved(Vertx vertx) {
        return new ProtocolPeer(vertx, (_, _) -> Fate.ACK);
    }

    public Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.actualPort(), false);
    }

    public Remembered collar(String collarId) {
        return collarToRemembered.computeIfAbsent(collarId, _ -> new Remembered());
    }

    public Map<String, Remembered> collars() {
        return collarToRemembered;
    }

    private static JsonNode parse(ObjectMapper mapper, byte[] bytes) {
        try {
            return mapper.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerWebSocket socket) {
        if (!socket.path().equals("/v2/collars/uplink")) {
            complaints.add("path " + socket.path());
        }
        new Session(socket, "petty.v2+cbor".equals(socket.subProtocol()));
    }

    private final class Session {
        private final ServerWebSocket socket;
        private final boolean cbor;
        private final ObjectMapper mapper;
        private Remembered collar = new Remembered();
        private boolean greeted;
        private boolean gone;

        Session(ServerWebSocket socket, boolean cbor) {
            this.socket = socket;
            this.cbor = cbor;
            this.mapper = cbor ? new ObjectMapper(new CBORFactory()) : new ObjectMapper();
            socket.textMessageHandler(text -> heard(parse(mapper, text.getBytes(StandardCharsets.UTF_8))));
            socket.binaryMessageHandler(bytes -> heard(parse(mapper, bytes.getBytes())));
        }

        private void say(Map<String, ?> frame) {
            if (gone) {
                return;
            }
            try {
                if (cbor) {
                    socket.writeBinaryMessage(Buffer.buffer(mapper.writeValueAsBytes(frame)));
                } else {
                    socket.writeTextMessage(mapper.writeValueAsString(frame));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void heard(JsonNode frame) {
            if (gone) {
                return;
            }
            if (!greeted) {
                hello(frame);
                return;
            }
            collar.frames.add(frame);
            collar.unanswered++;
            if (collar.unanswered > maxUnacked) {
                complaints.add(collar.unanswered + " frames in flight");
            }
            var seq = frame.path("seq").asLong();
            if (seq <= 0) {
                complaints.add("seq " + seq);
            }
            if (frame.has("samples")) {
                checkMotion(frame);
            }
            switch (fates.apply(collar, frame)) {
                case ACK -> ack(seq, frame);
                case ACK_LATE -> {
                    collar.commit(seq, frame);
                    vertx.setTimer(5, _ -> acked(seq, frame));
                }
                case NACK_FOR_NOW ->
                    answer(Map.of("type", "nack", "seq", seq, "code", "server.busy", "retry_after_ms", 5));
                case NACK_FOR_EVER -> answer(Map.of("type", "nack", "seq", seq, "code", "request.invalid"));
                case NACK_WITHOUT_NUMBER -> {
                    var nack = new HashMap<String, Object>(Map.of("type", "nack", "code", "json.malformed"));
                    nack.put("seq", null);
                    say(nack);
                }
                case CLOSE_BEFORE_COMMIT -> close();
                case CLOSE_AFTER_COMMIT -> {
                    collar.commit(seq, frame);
                    close();
                }
                case SILENCE -> {}
                case GOODBYE -> {
                    say(Map.of("type", "goodbye", "reason", "deploy", "reconnect_after_ms", 3));
                    ack(seq, frame);
                }
                case DISPLACED -> say(Map.of("type", "goodbye", "reason", "displaced", "reconnect_after_ms", 1));
                case OUT_OF_WINDOW ->
                    answer(Map.of(
                            "type",
                            "ack",
                            "seq",
                            seq,
                            "accepted",
                            frame.path("readings").size() - 1,
                            "duplicates",
                            0,
                            "rejected",
                            List.of(Map.of("index", 0, "errors", List.of(Map.of("code", "clock.out_of_window"))))));
            }
        }

        private void checkMotion(JsonNode frame) {
            try {
                var bytes = frame.path("samples").binaryValue().length;
                var rate = frame.path("rate_hz").asDouble();
                var axes = frame.has("gyro_scale") ? 6 : 3;
                var seconds = bytes / (2.0 * axes) / rate;
                if (bytes % (2 * axes) != 0 || rate < 10 || rate > 100 || seconds < 1 || seconds > 60) {
                    complaints.add(bytes + " bytes of motion at " + rate + " Hz");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void hello(JsonNode frame) {
            hellos.incrementAndGet();
            if (!frame.path("type").asText().equals("hello")
                    || !frame.path("credential").asText().equals(SECRET)) {
                complaints.add("hello " + frame);
            }
            collar = collar(frame.path("collar_id").asText());
            collar.unanswered = 0;
            greeted = true;
            say(Map.of(
                    "type",
                    "ready",
                    "session",
                    "s" + hellos.get(),
                    "resume_after",
                    Math.max(resumeAtLeast, collar.committedUpTo),
                    "server_time",
                    serverTime.toString(),
                    "max_frame_bytes",
                    maxFrameBytes,
                    "max_unacked",
                    maxUnacked,
                    "report_interval_s",
                    2));
            say(Map.of("type", "configure", "report_interval_s", 1, "motion_every_s", 5));
            say(Map.of("type", "of-a-newer-server"));
        }

        private void ack(long seq, JsonNode frame) {
            collar.commit(seq, frame);
            acked(seq, frame);
        }

        private void acked(long seq, JsonNode frame) {
            var fresh = 0;
            for (var reading : frame.path("readings")) {
                fresh += collar.timeToReceipts.getOrDefault(reading.path("t").asText(), 0) == 1 ? 1 : 0;
            }
            answer(Map.of(
                    "type",
                    "ack",
                    "seq",
                    seq,
                    "accepted",
                    frame.has("samples") ? 1 : fresh,
                    "duplicates",
                    frame.path("readings").size() - (frame.has("samples") ? 0 : fresh),
                    "rejected",
                    new ArrayList<>()));
        }

        private void answer(Map<String, ?> frame) {
            if (!gone) {
                collar.unanswered--;
                say(frame);
            }
        }

        private void close() {
            gone = true;
            socket.close();
        }
    }

    @Override
    public void close() {
        server.close().await();
    }
}
