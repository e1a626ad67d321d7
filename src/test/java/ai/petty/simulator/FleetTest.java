package ai.petty.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.client.Protocol;
import ai.petty.client.ProtocolPeer;
import ai.petty.client.ProtocolPeer.Fate;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(120)
class FleetTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private static FleetOptions options(ProtocolPeer peer, int collars) {
        return FleetOptions.of(peer.endpoint(), ProtocolPeer.SECRET, collars).speed(60, Duration.ofMinutes(9));
    }

    @Test
    void a_fleet_reports_over_every_way_and_stops_with_nothing_outstanding() {
        try (var peer = ProtocolPeer.wellBehaved(vertx)) {
            var stored = new AtomicLong();
            var target = new Fleet(
                    vertx,
                    options(peer, 10),
                    Optional.empty(),
                    InstantSource.system(),
                    (_, readings) -> stored.addAndGet(readings.size()));
            target.start().await();
            await().until(() -> target.progress().readingsAccepted() > 500
                    && target.progress().motionFramesAcked() > 20
                    && target.progress().connected() == 10);
            var last = target.stop(Duration.ofSeconds(10)).await();
            assertThat(last.waiting()).isZero();
            assertThat(last.readingsAccepted()).isEqualTo(last.readingsSent()).isEqualTo(stored.get());
            assertThat(last.readingsLost()).isZero();
            assertThat(peer.posts.get()).isGreaterThan(10);
            assertThat(peer.collars()).hasSize(6);
            assertThat(peer.complaints).isEmpty();
        }
    }

    @Test
    void a_fleet_loses_nothing_to_a_peer_that_drops_connections() {
        var random = new Random(3);
        try (var peer = new ProtocolPeer(vertx, (_, _) -> {
            synchronized (random) {
                return random.nextInt(8) == 0 ? Fate.CLOSE_AFTER_COMMIT : Fate.ACK;
            }
        })) {
            var target = new Fleet(
                    vertx,
                    options(peer, 4).over(Transport.WS, Protocol.CBOR),
                    Optional.empty(),
                    InstantSource.system(),
                    (_, _) -> {});
            target.start().await();
            await().until(() -> target.progress().readingsAccepted() > 200
                    && target.progress().reconnects() > 4);
            var last = target.stop(Duration.ofSeconds(20)).await();
            assertThat(last.waiting()).isZero();
            assertThat(last.readingsAccepted() + last.readingsDuplicate() + last.readingsResumed())
                    .isEqualTo(last.readingsSent());
        }
    }

    @Test
    void a_fleet_replays_the_real_recordings() throws IOException {
        var recordings = RealRecordings.read();
        try (var peer = ProtocolPeer.wellBehaved(vertx)) {
            var target = new Fleet(
                    vertx,
                    options(peer, 4).over(Transport.WS, Protocol.JSON),
                    Optional.of(recordings),
                    InstantSource.system(),
                    (_, _) -> {});
            target.start().await();
            await().until(() -> target.progress().motionFramesAcked() > 30);
            var last = target.stop(Duration.ofSeconds(20)).await();
            assertThat(last.waiting()).isZero();
            assertThat(last.readingsAccepted()).isEqualTo(last.readingsSent());
            assertThat(peer.complaints).isEmpty();
        }
    }

    @Test
    void the_command_runs_for_its_time_and_says_what_it_did() {
        try (var peer = ProtocolPeer.wellBehaved(vertx)) {
            var out = new StringWriter();
            var exit = new CommandLine(new SimulateCommand())
                    .setOut(new PrintWriter(out))
                    .execute(
                            "--url",
                            "http://127.0.0.1:" + peer.endpoint().port(),
                            "--secret",
                            ProtocolPeer.SECRET,
                            "--collars",
                            "3",
                            "--transport",
                            "ws",
                            "--protocol",
                            "cbor",
                            "--speed",
                            "30",
                            "--for",
                            "2s");
            assertThat(exit).as(out.toString()).isZero();
            assertThat(out.toString()).contains("\nEND ", "3/3 collars").doesNotContain(ProtocolPeer.SECRET);
        }
    }

    @Test
    void a_wrong_option_is_a_usage_error() {
        var err = new StringWriter();
        var exit = new CommandLine(new SimulateCommand())
                .setErr(new PrintWriter(err))
                .execute("--url", "ftp://somewhere", "--secret", "x");
        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("http");
    }
}
