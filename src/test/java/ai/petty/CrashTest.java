package ai.petty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.CrashSenders.ReadingKey;
import ai.petty.client.CollarReading;
import ai.petty.client.TelemetryClient;
import ai.petty.client.TelemetryOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was acknowledged is there, whenever the process or its database is killed. The server is the real process. */
@Timeout(300)
class CrashTest {
    private static final int ROUNDS = 11;
    private static final Set<Integer> DATABASE_DIES_FIRST = Set.of(3);
    private static final Set<Integer> DATABASE_DIES_LAST = Set.of(7);
    private static final int MOST_IN_A_ROUND = 2_500;

    private static Path directory(String name) throws IOException {
        return Files.createTempDirectory(
                Files.createDirectories(Path.of("target").toAbsolutePath()), name);
    }

    @Test
    void what_is_acknowledged_outlives_every_crash() throws Exception {
        // The same seed gives the same readings and the same counts between kills; the machine does the rest.
        var seed = Long.getLong("petty.crash.seed", System.nanoTime());
        System.err.println("CrashTest: -Dpetty.crash.seed=" + seed);
        var random = new Random(seed);
        var directory = directory("crash-");
        try (var postgres = TestPostgres.start();
                var server = ServeProcess.start("test", environment(postgres), directory)) {
            server.awaitReady();
            try (var senders = new CrashSenders(server.endpoint(), server.secret())) {
                senders.start(random.nextLong());
                for (var round = 0; round < ROUNDS; round++) {
                    awaitMore(senders, 1 + random.nextInt(MOST_IN_A_ROUND));
                    if (DATABASE_DIES_FIRST.contains(round)) {
                        // The server sees it die and come back, and goes on by itself.
                        postgres.kill();
                        postgres.startAgain();
                        awaitMore(senders, 1 + random.nextInt(MOST_IN_A_ROUND));
                    }
                    server.kill();
                    if (DATABASE_DIES_LAST.contains(round)) {
                        postgres.kill();
                        postgres.startAgain();
                    }
                    server.startAgain();
                }
                senders.finish();
                server.kill();
                postgres.kill();
                postgres.startAgain();

                var acknowledged = senders.acknowledged();
                assertSame(stored(postgres), acknowledged);
                server.startAgain();
                server.awaitReady();
                var answer = senders.sendAllAgain();
                assertThat(answer.accepted()).isZero();
                assertThat(answer.duplicates()).isEqualTo(acknowledged.size());
                assertThat(stored(postgres)).hasSize(acknowledged.size());
                System.err.println("CrashTest: " + acknowledged.size() + " readings, " + senders.duplicates()
                        + " acknowledged as duplicates");
            }
        }
    }

    /** All that was sent was acknowledged in the end, so that what is stored must be just that. */
    private static void assertSame(Map<ReadingKey, CollarReading> stored, Map<ReadingKey, CollarReading> acknowledged) {
        assertThat(acknowledged.entrySet().stream()
                        .filter(entry -> !entry.getValue().equals(stored.get(entry.getKey())))
                        .limit(10))
                .as("acknowledged and lost, or stored with other values (the first ten)")
                .isEmpty();
        assertThat(stored).hasSameSizeAs(acknowledged);
    }

    private static void awaitMore(CrashSenders senders, int readings) {
        var target = senders.acknowledgements() + readings;
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(3))
                .until(() -> senders.acknowledgements() >= target);
    }

    /** The test profile on a PostgreSQL that is not the server's own, with limits that these few collars never reach. */
    private static Map<String, String> environment(TestPostgres postgres) {
        var address = postgres.address();
        return Map.of(
                "PETTY_DATABASE_URL",
                "postgresql://" + address.host() + ":" + address.port() + "/" + address.name(),
                "PETTY_DATABASE_USER",
                address.user(),
                "PETTY_LIMITS_V2_FRAMES_BURST",
                "100000",
                "PETTY_LIMITS_V2_BACKFILL_BURST",
                "10000000");
    }

    /** Every stored reading; fails when one is there twice. */
    private static Map<ReadingKey, CollarReading> stored(TestPostgres postgres) throws SQLException {
        var stored = new HashMap<ReadingKey, CollarReading>();
        try (var connection = TestPostgres.connect(postgres.address());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        select collar.serial, (extract(epoch from t) * 1000000)::bigint as t, n, hr, br, activity,
                               lat_e6, lon_e6, accuracy_m, temperature_c, reading.battery_pct
                        from reading join pairing using (pairing_id) join collar using (collar_id)""")) {
            while (rows.next()) {
                var reading = reading(rows);
                var earlier = stored.put(new ReadingKey(rows.getString("serial"), reading.t(), reading.n()), reading);
                assertThat(earlier).as("stored twice").isNull();
            }
        }
        return stored;
    }

    private static CollarReading reading(ResultSet row) throws SQLException {
        var lat = row.getObject("lat_e6", Integer.class);
        return new CollarReading(
                row.getLong("t"),
                row.getInt("n"),
                real(row, "hr"),
                real(row, "br"),
                row.getObject("activity", Integer.class),
                lat == null ? null : new CollarReading.Fix(lat, row.getInt("lon_e6"), real(row, "accuracy_m")),
                real(row, "temperature_c"),
                real(row, "battery_pct"));
    }

    private static @Nullable Float real(ResultSet row, String name) throws SQLException {
        return row.getObject(name, Float.class);
    }

    @Test
    void a_demo_that_was_killed_starts_again_on_its_own_database() throws Exception {
        var directory = directory("crash-demo-");
        var data = directory.resolve("postgres");
        var t = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        var reading = new CollarReading(t, 0, 61.6f, 14f, 1, null, null, 80f);
        var vertx = Vertx.vertx();
        try (var server =
                ServeProcess.start("demo", Map.of("PETTY_DATABASE_EMBEDDED_DIRECTORY", data.toString()), directory)) {
            server.awaitReady();
            var client = new TelemetryClient(
                    vertx,
                    vertx.createHttpClient(),
                    TelemetryOptions.of(server.endpoint(), "SN-100001", server.secret()));
            assertThat(client.send(List.of(reading)).await().accepted()).isEqualTo(1);

            server.kill();
            var orphan = postmaster(data);
            assertThat(orphan.isAlive())
                    .as("a killed server leaves its PostgreSQL behind")
                    .isTrue();

            server.startAgain();
            server.awaitReady();
            assertThat(orphan.isAlive()).isFalse();
            assertThat(heartRates(data)).containsExactly("61.6");
            assertThat(client.send(List.of(reading)).await().duplicates()).isEqualTo(1);
        } finally {
            vertx.close().await();
            stopWhatIsLeft(data);
        }
        assertThat(data.resolve("postmaster.pid")).doesNotExist();
    }

    /** Nothing, unless the test failed. */
    private static void stopWhatIsLeft(Path data) throws IOException {
        if (Files.exists(data.resolve("postmaster.pid"))) {
            postmaster(data).destroy();
        }
    }

    private static ProcessHandle postmaster(Path data) throws IOException {
        var pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static List<String> heartRates(Path data) throws IOException, SQLException {
        try (var connection = connect(data);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select hr from reading")) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private static Connection connect(Path data) throws IOException, SQLException {
        // PostgreSQL writes its port on the fourth line.
        var port = Files.readAllLines(data.resolve("postmaster.pid")).get(3).strip();
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/petty", "postgres", "");
    }
}
