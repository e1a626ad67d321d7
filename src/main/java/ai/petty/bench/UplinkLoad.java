package ai.petty.bench;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Many collars, each on its own WebSocket, each sending one reading a second, spread evenly over the second. An open loop:
 * a slow answer does not make the next reading wait. Everything runs on one event loop.
 */
final class UplinkLoad {
    private static final int SHAKING_HANDS_AT_ONCE = 128;
    private static final long SEND_EVERY_MILLIS = 10;
    private static final Duration CONNECT_WAIT = Duration.ofMinutes(3);
    private static final Duration LAST_ACKS_WAIT = Duration.ofSeconds(20);
    private static final double PER_SECOND = 1e9;

    private final int port;
    private final int collars;
    private final int firstUse;
    private final String bearer;
    private final long warmUpFrames;
    private final long frames;
    private final LoadMeter meter = new LoadMeter();
    private final BenchReadings readings = new BenchReadings();
    private final byte[] time = new byte[BenchReadings.TIME_TEXT_LENGTH];
    private final List<Uplink> ready = new ArrayList<>();
    private final Promise<LoadResult> done = Promise.promise();
    private int begun;
    private int answered;
    private long sentFrames;
    private boolean over;

    UplinkLoad(int port, int collars, int firstUse, String bearer, Duration warmUp, Duration length) {
        this.port = port;
        this.collars = collars;
        this.firstUse = firstUse;
        this.bearer = bearer;
        this.warmUpFrames = warmUp.toMillis() * collars / 1000;
        this.frames = warmUpFrames + length.toSeconds() * collars;
    }

    LoadResult run(StretchSignals signals) throws Exception {
        var vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        try {
            var client = vertx.createWebSocketClient(
                    new WebSocketClientOptions().setMaxConnections(collars).setConnectTimeout((int)
                            CONNECT_WAIT.toMillis()));
            vertx.runOnContext(nothing -> {
                vertx.setTimer(CONNECT_WAIT.toMillis(), late -> giveUpUnlessReady());
                for (var i = 0; i < SHAKING_HANDS_AT_ONCE; i++) {
                    connectNext(vertx, client, signals);
                }
            });
            var patience = CONNECT_WAIT.plus(LAST_ACKS_WAIT).plusSeconds(frames / collars + 60);
            return done.future().toCompletionStage().toCompletableFuture().get(patience.toSeconds(), TimeUnit.SECONDS);
        } finally {
            vertx.close().await();
        }
    }

    private void giveUpUnlessReady() {
        if (ready.size() < collars) {
            done.tryFail("Only " + ready.size() + " of " + collars + " collars got through: "
                    + meter.result().firstErrors());
        }
    }

    private void connectNext(Vertx vertx, WebSocketClient client, StretchSignals signals) {
        if (begun == collars) {
            return;
        }
        var uplink = new Uplink(begun++, client.webSocket());
        uplink.connect(() -> {
            answered++;
            if (answered == collars) {
                start(vertx, signals);
            } else {
                connectNext(vertx, client, signals);
            }
        });
    }

    private void start(Vertx vertx, StretchSignals signals) {
        if (ready.size() < collars) {
            giveUpUnlessReady();
            return;
        }
        var began = System.nanoTime();
        vertx.setPeriodic(SEND_EVERY_MILLIS, timer -> {
            var due = Math.min(frames, (long) ((System.nanoTime() - began) / PER_SECOND * collars));
            while (sentFrames < due) {
                if (sentFrames == warmUpFrames) {
                    signals.measuring();
                    meter.begin();
                }
                ready.get((int) (sentFrames++ % collars)).send();
            }
            if (sentFrames == frames) {
                vertx.cancelTimer(timer);
                awaitLastAcks(vertx, signals);
            }
        });
    }

    private void awaitLastAcks(Vertx vertx, StretchSignals signals) {
        var deadline = System.nanoTime() + LAST_ACKS_WAIT.toNanos();
        vertx.setPeriodic(SEND_EVERY_MILLIS, timer -> {
            if (meter.acknowledged() + meter.errors() >= frames || System.nanoTime() > deadline) {
                vertx.cancelTimer(timer);
                meter.end();
                signals.measured();
                over = true;
                done.tryComplete(meter.result());
            }
        });
    }

    /** One collar: says hello, then sends and counts what is acknowledged. */
    private final class Uplink {
        private final int collar;
        private final ClientWebSocket socket;
        private final Map<Long, Long> sentAt = new HashMap<>();
        private Runnable onAnswered = () -> {};
        private long seq;
        private int use = firstUse;

        Uplink(int collar, ClientWebSocket socket) {
            this.collar = collar;
            this.socket = socket;
        }

        void connect(Runnable whenAnswered) {
            onAnswered = whenAnswered;
            socket.textMessageHandler(this::hear);
            socket.closeHandler(nothing -> {
                if (!over) {
                    meter.error("A collar's socket was closed with " + socket.closeStatusCode() + " "
                            + socket.closeReason());
                }
            });
            var options = new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(port)
                    .setURI("/v2/collars/uplink")
                    .setSubProtocols(List.of("petty.v2"));
            socket.connect(options)
                    .compose(open -> open.writeTextMessage(JsonObject.of(
                                    "type", "hello", "collar_id", BenchReadings.serial(collar), "credential", bearer)
                            .encode()))
                    .onFailure(failure -> {
                        meter.error("A collar could not connect: " + failure);
                        answered();
                    });
        }

        private void answered() {
            var once = onAnswered;
            onAnswered = () -> {};
            once.run();
        }

        private void hear(String text) {
            var frame = new JsonObject(text);
            switch (frame.getString("type", "")) {
                case "ready" -> {
                    seq = frame.getLong("resume_after", 0L);
                    ready.add(this);
                    answered();
                }
                case "ack" -> {
                    var began = sentAt.remove(frame.getLong("seq"));
                    if (began != null && frame.getInteger("accepted", 0) == 1) {
                        meter.acknowledged(1, began);
                    } else {
                        meter.error(text);
                    }
                }
                case "configure" -> {
                    // what the server would like is not what is measured
                }
                default -> meter.error(text);
            }
        }

        void send() {
            seq++;
            var tick = BenchReadings.tickAt(System.currentTimeMillis() * 1000);
            readings.writeTime(tick, use, 0, time, 0);
            var salt = BenchReadings.salt(collar, use, 0);
            use++;
            sentAt.put(seq, System.nanoTime());
            meter.sent(1);
            socket.writeTextMessage("{\"type\":\"readings\",\"seq\":" + seq + ",\"readings\":[{\"t\":\""
                    + new String(time, StandardCharsets.US_ASCII)
                    + "\",\"hr\":" + BenchReadings.heartRate(salt)
                    + ",\"activity\":" + BenchReadings.activity(salt)
                    + ",\"lat\":" + (BenchReadings.LAT_BASE_E6 + BenchReadings.latTail(salt)) / 1e6
                    + ",\"lon\":" + (BenchReadings.LON_BASE_E6 - BenchReadings.lonTail(salt)) / 1e6
                    + "}]}");
        }
    }
}
