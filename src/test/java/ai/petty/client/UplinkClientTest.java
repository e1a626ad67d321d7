package ai.petty.client;

import static ai.petty.client.UplinkCounter.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.client.ProtocolPeer.Fate;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class UplinkClientTest {
    private static final String COLLAR = "SN-100001";
    private static final long T = 1_760_000_000_000_000L;
    private static Vertx vertx;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() {
        vertx.close().await();
    }

    /** Remembers what it hears. */
    private static final class Heard implements UplinkListener {
        final Map<Long, Integer> timeToAcknowledgements = new ConcurrentHashMap<>();
        final List<Frame> refused = new CopyOnWriteArrayList<>();
        final List<Duration> intervals = new CopyOnWriteArrayList<>();
        final AtomicInteger motions = new AtomicInteger();
        volatile boolean displaced;

        @Override
        public void acknowledged(Acknowledgement acknowledgement) {
            switch (acknowledgement.frame()) {
                case Frame.Readings(var readings) ->
                    readings.forEach(reading -> timeToAcknowledgements.merge(reading.t(), 1, Integer::sum));
                case Frame.Motion _ -> motions.incrementAndGet();
            }
        }

        @Override
        public void refused(Frame frame, String code) {
            refused.add(frame);
        }

        @Override
        public void configured(Optional<Duration> reportInterval, Optional<Duration> motionEvery) {
            reportInterval.ifPresent(intervals::add);
        }

        @Override
        public void displaced() {
            displaced = true;
        }
    }

    private static UplinkClient client(ProtocolPeer peer, Protocol protocol, Heard heard) {
        var options = UplinkOptions.of(peer.endpoint(), COLLAR, ProtocolPeer.SECRET)
                .protocol(protocol)
                .patience(Duration.ofMillis(300), Duration.ofMillis(1), Duration.ofMillis(20));
        return new UplinkClient(
                vertx,
                vertx.createWebSocketClient(UplinkClient.socketOptions()),
                options,
                InstantSource.system(),
                heard);
    }

    private static CollarReading reading(long t) {
        return new CollarReading(t, 0, 61.5f, 14f, 0, new CollarReading.Fix(40_781_200, -73_966_500, 5f), null, 80f);
    }

    private static Frame.Readings readings(int frame) {
        return new Frame.Readings(IntStream.range(0, 3)
                .mapToObj(i -> reading(T + frame * 10L + i))
                .toList());
    }

    private static Frame.Motion motion(int frame) {
        return new Frame.Motion(T + frame * 1_000_000L, 50, 0.0005f, 0.06f, new byte[50 * 12]);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatever_the_peer_does_each_reading_is_acknowledged_once_and_committed_at_least_once(long seed) {
        var random = new Random(seed);
        var faults = new AtomicInteger(25);
        var harmful = List.of(
                Fate.ACK_LATE,
                Fate.NACK_FOR_NOW,
                Fate.CLOSE_BEFORE_COMMIT,
                Fate.CLOSE_AFTER_COMMIT,
                Fate.NACK_WITHOUT_NUMBER,
                Fate.SILENCE,
                Fate.GOODBYE);
        try (var peer = new ProtocolPeer(vertx, (_, _) -> {
            synchronized (random) {
                if (random.nextInt(3) > 0 || faults.getAndDecrement() <= 0) {
                    return Fate.ACK;
                }
                // what only the answer timeout heals takes longest, and comes seldom
                return harmful.get(random.nextInt(random.nextInt(6) == 0 ? harmful.size() : 4));
            }
        })) {
            peer.maxUnacked = 1 + (int) seed % 5;
            var heard = new Heard();
            var client = client(peer, seed % 2 == 0 ? Protocol.JSON : Protocol.CBOR, heard);
            var frames = 60;
            for (var i = 0; i < frames; i++) {
                client.offer(i % 10 == 9 ? motion(i) : readings(i));
                if (i == frames / 2) {
                    client.start().await();
                }
            }
            client.drain(Duration.ofSeconds(60)).await();

            assertThat(client.unacknowledged()).isZero();
            assertThat(heard.timeToAcknowledgements)
                    .hasSize(frames * 9 / 10 * 3)
                    .allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
            assertThat(heard.motions).hasValue(frames / 10);
            var stored = peer.collar(COLLAR).timeToReceipts;
            assertThat(heard.timeToAcknowledgements.keySet())
                    .allSatisfy(t -> assertThat(stored).containsKey(Wire.time(t)));
            assertThat(peer.complaints).isEmpty();
            var counts = client.counts();
            assertThat(counts.get(READINGS_ACCEPTED) + counts.get(READINGS_DUPLICATE) + counts.get(READINGS_RESUMED))
                    .as("%s", counts)
                    .isEqualTo(counts.get(READINGS_OFFERED));
            client.stop().await();
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void a_frame_reaches_the_peer_as_the_contract_has_it(Protocol protocol) throws Exception {
        try (var peer = ProtocolPeer.wellBehaved(vertx)) {
            var client = client(peer, protocol, new Heard());
            client.start().await();
            client.offer(new Frame.Readings(List.of(reading(T + 1))));
            client.offer(motion(1));
            client.drain(Duration.ofSeconds(10)).await();

            var frames = peer.collar(COLLAR).frames;
            assertThat(frames).hasSize(2);
            var first = frames.getFirst().path("readings").path(0);
            assertThat(frames.getFirst().path("seq").asLong()).isEqualTo(1);
            assertThat(Instant.parse(frames.getFirst().path("sent_at").asText()))
                    .isNotNull();
            assertThat(first.path("t").asText()).isEqualTo("2025-10-09T08:53:20.000001Z");
            assertThat(first.path("hr").asDouble()).isEqualTo(61.5);
            assertThat(first.path("lat").asDouble()).isEqualTo(40.7812);
            assertThat(first.path("lon").asDouble()).isEqualTo(-73.9665);
            assertThat(first.has("temperature_c")).isFalse();
            assertThat(first.has("n")).isFalse();
            assertThat(frames.getLast().path("samples").binaryValue()).hasSize(600);
            assertThat(frames.getLast().path("samples").isBinary()).isEqualTo(protocol == Protocol.CBOR);
            assertThat(client.counts().get(MOTION_FRAMES_ACKED)).isEqualTo(1);
            client.stop().await();
        }
    }

    @Test
    void a_displaced_collar_stays_away() {
        try (var peer = new ProtocolPeer(vertx, (_, _) -> Fate.DISPLACED)) {
            var heard = new Heard();
            var client = client(peer, Protocol.JSON, heard);
            client.start().await();
            client.offer(readings(1));
            await().until(() -> heard.displaced);
            // far longer than its back-off, and ended by the condition, not by the time
            await().during(Duration.ofMillis(200)).until(() -> peer.hellos.get() == 1);
            assertThat(client.isReady()).isFalse();
            client.stop().await();
        }
    }

    @Test
    void numbering_goes_on_after_what_the_server_remembers_of_another_life() {
        try (var peer = ProtocolPeer.wellBehaved(vertx)) {
            peer.resumeAtLeast = 500;
            var client = client(peer, Protocol.JSON, new Heard());
            client.offer(readings(1));
            client.offer(readings(2));
            client.start().await();
            client.drain(Duration.ofSeconds(10)).await();
            assertThat(peer.collar(COLLAR).frames)
                    .extracting(frame -> frame.path("seq").asLong())
                    .containsExactly(501L, 502L);
            assertThat(client.counts().get(FRAMES_RESUMED)).isZero();
            client.stop().await();
        }
    }

    @Test
    void a_frame_refused_for_good_is_never_sent_again() {
        try (var peer = new ProtocolPeer(
                vertx, (_, frame) -> frame.path("seq").asLong() == 1 ? Fate.NACK_FOR_EVER : Fate.ACK)) {
            var heard = new Heard();
            var client = client(peer, Protocol.JSON, heard);
            client.start().await();
            client.offer(readings(1));
            client.offer(readings(2));
            client.drain(Duration.ofSeconds(10)).await();
            assertThat(heard.refused).containsExactly(readings(1));
            assertThat(peer.collar(COLLAR).frames).hasSize(2);
            assertThat(client.counts().get(FRAMES_REFUSED)).isEqualTo(1);
            client.stop().await();
        }
    }

    @Test
    void a_collar_that_lost_its_clock_restamps_by_the_servers_time_once() {
        var first = new AtomicInteger();
        try (var peer =
                new ProtocolPeer(vertx, (_, _) -> first.getAndIncrement() < 2 ? Fate.OUT_OF_WINDOW : Fate.ACK)) {
            peer.serverTime = Instant.now().plus(Duration.ofDays(400));
            var client = client(peer, Protocol.JSON, new Heard());
            client.start().await();
            client.offer(readings(1));
            client.drain(Duration.ofSeconds(10)).await();

            var frames = peer.collar(COLLAR).frames;
            assertThat(frames).as("restamped once, not twice").hasSize(2);
            var restamped = Instant.parse(
                    frames.getLast().path("readings").path(0).path("t").asText());
            var original =
                    Instant.parse(Wire.time(readings(1).readings().getFirst().t()));
            assertThat(Duration.between(original, restamped))
                    .isBetween(Duration.ofDays(400).minusMinutes(1), Duration.ofDays(400));
            assertThat(client.counts().get(READINGS_RESTAMPED)).isEqualTo(1);
            assertThat(client.counts().get(READINGS_REJECTED)).isEqualTo(2);
            client.stop().await();
        }
    }

    @Test
    void what_is_too_large_for_the_server_goes_in_parts() {
        try (var peer = ProtocolPeer.wellBehaved(vertx)) {
            peer.maxFrameBytes = 2_000;
            var heard = new Heard();
            var client = client(peer, Protocol.JSON, heard);
            client.start().await();
            var many = new ArrayList<CollarReading>();
            for (var i = 0; i < 100; i++) {
                many.add(reading(T + i));
            }
            client.offer(new Frame.Readings(many));
            client.offer(new Frame.Motion(T, 100, 0.0005f, null, new byte[600 * 10]));
            client.drain(Duration.ofSeconds(10)).await();
            assertThat(heard.timeToAcknowledgements).hasSize(100);
            assertThat(peer.collar(COLLAR).frames)
                    .hasSizeGreaterThan(5)
                    .allSatisfy(frame -> assertThat(frame.toString().length()).isLessThanOrEqualTo(2_000));
            assertThat(heard.refused).singleElement().isInstanceOf(Frame.Motion.class);
            client.stop().await();
        }
    }

    @Test
    void the_servers_wishes_are_passed_on() {
        try (var peer = ProtocolPeer.wellBehaved(vertx)) {
            var heard = new Heard();
            var client = client(peer, Protocol.JSON, heard);
            client.start().await();
            await().until(() -> heard.intervals.size() >= 2);
            assertThat(heard.intervals).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(1));
            client.stop().await();
        }
    }

    @Test
    void a_server_that_is_slow_to_answer_the_handshake_is_tried_again() {
        var held = new CopyOnWriteArrayList<HttpServerRequest>();
        var server = vertx.createHttpServer().requestHandler(held::add);
        server.listen(0, "127.0.0.1").await();
        var options = UplinkOptions.of(
                        new Endpoint("127.0.0.1", server.actualPort(), false), COLLAR, ProtocolPeer.SECRET)
                .patience(Duration.ofMillis(50), Duration.ofMillis(1), Duration.ofMillis(5));
        var client = new UplinkClient(
                vertx,
                vertx.createWebSocketClient(UplinkClient.socketOptions()),
                options,
                InstantSource.system(),
                UplinkListener.NONE);
        client.start();
        await().until(() -> held.size() >= 3);
        client.stop().await();
        server.close().await();
    }

    @Test
    void sixty_collars_share_one_socket_client() {
        try (var peer = ProtocolPeer.wellBehaved(vertx)) {
            var sockets = vertx.createWebSocketClient(UplinkClient.socketOptions());
            var clients = IntStream.range(0, 60)
                    .mapToObj(i -> new UplinkClient(
                            vertx,
                            sockets,
                            UplinkOptions.of(peer.endpoint(), "SN-" + (1000 + i), ProtocolPeer.SECRET),
                            InstantSource.system(),
                            UplinkListener.NONE))
                    .toList();
            clients.forEach(client -> client.start().await());
            assertThat(clients).allMatch(UplinkClient::isReady);
            clients.forEach(client -> client.stop().await());
        }
    }
}
