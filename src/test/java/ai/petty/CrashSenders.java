package ai.petty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.client.CollarReading;
import ai.petty.client.Endpoint;
import ai.petty.client.Frame;
import ai.petty.client.Protocol;
import ai.petty.client.RetryOptions;
import ai.petty.client.TelemetryAnswer;
import ai.petty.client.TelemetryClient;
import ai.petty.client.TelemetryOptions;
import ai.petty.client.UplinkClient;
import ai.petty.client.UplinkListener;
import ai.petty.client.UplinkOptions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Collars that never stop sending, over every transport of v2, whatever becomes of the server, and write down what they
 * sent and what was acknowledged to them. One collar uses one transport.
 */
final class CrashSenders implements AutoCloseable {
    /** What names a reading. */
    record ReadingKey(String serial, long t, int n) {}

    private static final int TICK_MS = 10;
    private static final int MOST_UNANSWERED = 48;
    private static final int MOST_IN_A_FRAME = 12;
    private static final long STEP_MICROS = 500_000;

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient sockets = vertx.createWebSocketClient(UplinkClient.socketOptions());
    private final HttpClient http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(64));
    private final Endpoint endpoint;
    private final String secret;
    private final long begin =
            ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now().minus(Duration.ofDays(1)));

    private final Map<ReadingKey, CollarReading> sent = new ConcurrentHashMap<>();
    private final Map<ReadingKey, CollarReading> acknowledged = new ConcurrentHashMap<>();
    private final AtomicLong acknowledgements = new AtomicLong();
    private final AtomicLong duplicates = new AtomicLong();
    private final AtomicInteger telemetryOpen = new AtomicInteger();
    /** Whatever a server must never say. */
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    private final List<UplinkClient> uplinks = new ArrayList<>();
    private final List<Long> timers = new ArrayList<>();
    private volatile boolean sending = true;

    CrashSenders(Endpoint endpoint, String secret) {
        this.endpoint = endpoint;
        this.secret = secret;
    }

    /** Each of its own luck, so that one seed gives the same readings in every run. */
    void start(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 3; i++) {
            uplink("CJ-10" + i, Protocol.JSON, new Random(random.nextLong()));
            uplink("CC-10" + i, Protocol.CBOR, new Random(random.nextLong()));
            telemetry(telemetryClient("CT-10" + i), new Source("CT-10" + i, new Random(random.nextLong())));
        }
    }

    /** The readings of one collar, one after the other, now and then two of the same time. */
    private final class Source {
        final String serial;
        private final Random random;
        private long t = begin;
        private int n;

        Source(String serial, Random random) {
            this.serial = serial;
            this.random = random;
        }

        List<CollarReading> next() {
            var readings = new ArrayList<CollarReading>();
            for (var left = 1 + random.nextInt(MOST_IN_A_FRAME); left > 0; left--) {
                if (random.nextInt(10) == 0) {
                    n++;
                } else {
                    n = 0;
                    t += STEP_MICROS;
                }
                var reading = new CollarReading(
                        t,
                        n,
                        40 + random.nextInt(1000) / 10f,
                        random.nextBoolean() ? 10 + random.nextInt(200) / 10f : null,
                        random.nextInt(3),
                        random.nextInt(3) == 0 ? null : fix(),
                        random.nextBoolean() ? 30 + random.nextInt(100) / 10f : null,
                        (float) random.nextInt(101));
                sent.put(new ReadingKey(serial, t, n), reading);
                readings.add(reading);
            }
            return readings;
        }

        private CollarReading.Fix fix() {
            return new CollarReading.Fix(
                    random.nextInt(-90_000_000, 90_000_000), random.nextInt(-180_000_000, 180_000_000), 5f);
        }
    }

    private void uplink(String serial, Protocol protocol, Random random) {
        var source = new Source(serial, random);
        var options = UplinkOptions.of(endpoint, serial, secret)
                .protocol(protocol)
                .patience(Duration.ofSeconds(5), Duration.ofMillis(30), Duration.ofMillis(300));
        var client = new UplinkClient(vertx, sockets, options, InstantSource.system(), new UplinkListener() {
            @Override
            public void acknowledged(Acknowledgement told) {
                if (told.frame() instanceof Frame.Readings(var readings)) {
                    answered(
                            serial,
                            readings,
                            told.duplicates(),
                            told.resumed() ? readings.size() : told.accepted() + told.duplicates());
                }
            }

            @Override
            public void refused(Frame frame, String code) {
                complaints.add(serial + " refused for good: " + code);
            }

            @Override
            public void dropped(Frame frame) {
                complaints.add(serial + " dropped a frame");
            }

            @Override
            public void displaced() {
                complaints.add(serial + " displaced");
            }
        });
        uplinks.add(client);
        client.start();
        timers.add(vertx.setPeriodic(TICK_MS, _ -> {
            if (sending && client.unacknowledged() < MOST_UNANSWERED) {
                client.offer(new Frame.Readings(source.next()));
            }
        }));
    }

    private TelemetryClient telemetryClient(String serial) {
        return new TelemetryClient(
                vertx,
                http,
                new TelemetryOptions(
                        endpoint,
                        serial,
                        secret,
                        new RetryOptions(Duration.ofSeconds(5), 5, Duration.ofMillis(20), Duration.ofMillis(200))));
    }

    private void telemetry(TelemetryClient client, Source source) {
        timers.add(vertx.setPeriodic(TICK_MS, _ -> {
            if (sending && telemetryOpen.get() < MOST_UNANSWERED) {
                telemetryOpen.incrementAndGet();
                insist(client, source.serial, source.next());
            }
        }));
    }

    /** Until it is acknowledged: the client gives up after a few tries, a collar does not. */
    private void insist(TelemetryClient client, String serial, List<CollarReading> readings) {
        client.send(readings)
                .onSuccess(answer -> {
                    answered(serial, readings, answer.duplicates(), answer.accepted() + answer.duplicates());
                    telemetryOpen.decrementAndGet();
                })
                .onFailure(cause -> vertx.setTimer(20, _ -> insist(client, serial, readings)));
    }

    private void answered(String serial, List<CollarReading> readings, int again, int good) {
        if (good != readings.size()) {
            complaints.add(serial + ": only " + good + " of " + readings.size() + " were taken");
            return;
        }
        readings.forEach(reading -> acknowledged.put(new ReadingKey(serial, reading.t(), reading.n()), reading));
        acknowledgements.addAndGet(readings.size());
        duplicates.addAndGet(again);
    }

    /** How many readings were acknowledged so far. */
    long acknowledgements() {
        return acknowledgements.get();
    }

    /** How many of them the server had already: they were stored by a process that died before it could say so. */
    long duplicates() {
        return duplicates.get();
    }

    /** Makes nothing new any more, and waits until all that was made is acknowledged. */
    void finish() {
        sending = false;
        timers.forEach(vertx::cancelTimer);
        await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() == sent.size() || !complaints.isEmpty());
        assertThat(complaints).isEmpty();
    }

    Map<ReadingKey, CollarReading> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    /** Sends all of it once more, in large bodies, and sums up the answers. */
    TelemetryAnswer sendAllAgain() {
        var bySerial = new ConcurrentHashMap<String, List<CollarReading>>();
        sent.forEach((key, reading) -> bySerial.computeIfAbsent(key.serial(), serial -> new ArrayList<>())
                .add(reading));
        var accepted = 0;
        var again = 0;
        for (var collar : bySerial.entrySet()) {
            var client = telemetryClient(collar.getKey());
            var readings = collar.getValue();
            for (var from = 0; from < readings.size(); from += 2_000) {
                var part = readings.subList(from, Math.min(from + 2_000, readings.size()));
                var answer = client.send(part).await();
                assertThat(answer.rejected()).isEmpty();
                accepted += answer.accepted();
                again += answer.duplicates();
            }
        }
        return new TelemetryAnswer(accepted, again, List.of());
    }

    @Override
    public void close() {
        uplinks.forEach(UplinkClient::stop);
        vertx.close().await();
    }
}
