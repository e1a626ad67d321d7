package ai.petty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.config.PettyConfig;
import ai.petty.store.DatabaseAddress;
import ai.petty.store.EmbeddedDatabase;
import ai.petty.store.Migrations;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A real, durable PostgreSQL that a test owns: it may be stopped, killed and started again, on one port. */
public final class TestPostgres implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final EmbeddedDatabase embedded;
    private final Path directory;
    /** How the postmaster was started, as it wrote it down itself: its file goes when it stops in good order. */
    private final String command;

    private TestPostgres(EmbeddedDatabase embedded, Path directory, String command) {
        this.embedded = embedded;
        this.directory = directory;
        this.command = command;
    }

    /** The one that tests share as long as they leave it running. */
    public static TestPostgres shared() {
        return Shared.POSTGRES;
    }

    private static final class Shared {
        static final TestPostgres POSTGRES = start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(POSTGRES::close, "test-postgres-stop"));
        }
    }

    public static TestPostgres start() {
        try {
            var target = Files.createDirectories(Path.of("target").toAbsolutePath());
            var directory = Files.createTempDirectory(target, "test-postgres-");
            var embedded = EmbeddedDatabase.start(new PettyConfig.Embedded(directory, 0));
            var command = Files.readString(directory.resolve("postmaster.opts")).strip();
            return new TestPostgres(embedded, directory, command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database that a Petty finds there. */
    public DatabaseAddress address() {
        return embedded.address();
    }

    /** Its data directory, with the files of its settings. */
    public Path directory() {
        return directory;
    }

    /** A new database with the whole schema and no partition yet. */
    public DatabaseAddress fresh() {
        var name = "test_" + DATABASES.incrementAndGet();
        var server = address();
        try (var connection = connect(server);
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        var fresh = new DatabaseAddress(server.host(), server.port(), name, server.user(), server.password());
        Migrations.apply(fresh);
        return fresh;
    }

    /** A connection beside Petty's own, to look over its shoulder. */
    public static Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(
                address.jdbcUrl(), address.user(), address.password().value());
    }

    /** An immediate shutdown: connections are cut, no checkpoint is made, the next start recovers from the log. */
    public void stopAtOnce() {
        var postmaster = postmaster();
        try {
            var signal = new ProcessBuilder("kill", "-QUIT", Long.toString(postmaster.pid())).start();
            assertThat(signal.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        postmaster.onExit().join();
    }

    /** SIGKILL, the postmaster first. */
    public void kill() {
        var postmaster = postmaster();
        var all = new ArrayList<ProcessHandle>();
        all.add(postmaster);
        postmaster.descendants().forEach(all::add);
        all.forEach(ProcessHandle::destroyForcibly);
        // Whoever is left holds the shared memory, and a new postmaster would refuse to start.
        all.forEach(process -> process.onExit().join());
    }

    private ProcessHandle postmaster() {
        try {
            var pid = Files.readAllLines(directory.resolve("postmaster.pid"))
                    .getFirst()
                    .strip();
            return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again after {@link #stopAtOnce} or {@link #kill} and waits until it takes connections. */
    public void startAgain() {
        try {
            new ProcessBuilder("sh", "-c", "exec " + (isRoot() ? "unshare -U " : "") + command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(SQLException.class).until(() -> {
            try (var connection = connect(address())) {
                return connection.isValid(1);
            }
        });
    }

    /** Whether something listens on its port. */
    public boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address().host(), address().port()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private File logFile() {
        return directory.resolveSibling(directory.getFileName() + ".log").toFile();
    }

    /** PostgreSQL refuses to run as root; a user namespace of its own makes it nobody, as its first start did. */
    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Override
    public void close() {
        try {
            embedded.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
