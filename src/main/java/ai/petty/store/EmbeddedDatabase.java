package ai.petty.store;

import ai.petty.config.PettyConfig;
import ai.petty.config.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL for the demo and the tests, as durable as one for production. Its data directory outlives the
 * process; all calls block.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String NAME = "petty";
    private static final String SUPERUSER = "postgres";
    private static final Duration START_WAIT = Duration.ofSeconds(60);
    private static final long ORPHAN_STOP_SECONDS = 60;
    /** Of postmaster.pid, counted from 0. */
    private static final int PORT_LINE = 3;

    private final EmbeddedPostgres postgres;

    private EmbeddedDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** Starts PostgreSQL on the configured directory, or says why it cannot. */
    public static EmbeddedDatabase start(PettyConfig.Embedded config) throws IOException {
        var directory = config.directory().toAbsolutePath();
        Files.createDirectories(directory);
        stopOrphan(directory);
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_WAIT)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                // The binaries' wrapper switches durability off; an acknowledged reading must survive a power cut.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "2GB")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("timezone", "UTC");
        if (config.port() != 0) {
            builder.setPort(config.port());
        }
        var started = new EmbeddedDatabase(builder.start());
        try {
            started.createDatabase();
        } catch (SQLException e) {
            started.close();
            throw new IOException("The embedded PostgreSQL started but did not let us create its database", e);
        }
        return started;
    }

    public DatabaseAddress address() {
        return at(postgres.getPort());
    }

    private static DatabaseAddress at(int port) {
        return new DatabaseAddress("127.0.0.1", port, NAME, SUPERUSER, new Secret(""));
    }

    /** The one on the configured directory when it runs, whichever process has started it. */
    public static Optional<DatabaseAddress> running(PettyConfig.Embedded config) throws IOException {
        var directory = config.directory().toAbsolutePath();
        var pidFile = directory.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(pidFile);
        return lines.size() > PORT_LINE
                        && ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                                .filter(process -> isPostgresOf(process, directory))
                                .isPresent()
                ? Optional.of(at(Integer.parseInt(lines.get(PORT_LINE).strip())))
                : Optional.empty();
    }

    private void createDatabase() throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var found = statement.executeQuery("select 1 from pg_database where datname = '" + NAME + "'")) {
            if (!found.next()) {
                try (var create = connection.createStatement()) {
                    create.execute("create database " + NAME);
                }
            }
        }
    }

    /**
     * A process that was killed leaves its PostgreSQL running. It is stopped properly, so that this one can start; but
     * not while another living process holds the directory.
     */
    private static void stopOrphan(Path directory) throws IOException {
        var pidFile = directory.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        try (var lockFile = new RandomAccessFile(directory.resolve("epg-lock").toFile(), "rw");
                var lock = lockFile.getChannel().tryLock()) {
            if (lock == null) {
                throw taken(directory);
            }
            var pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
            var orphan = ProcessHandle.of(pid).filter(process -> isPostgresOf(process, directory));
            if (orphan.isPresent()) {
                LOG.info("Stopping the PostgreSQL that an earlier process left behind");
                orphan.get().destroy();
                orphan.get().onExit().get(ORPHAN_STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (OverlappingFileLockException e) {
            throw taken(directory); // by this very process
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while an orphaned PostgreSQL was stopping", e);
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            throw new IOException("An orphaned PostgreSQL on " + directory + " does not stop", e);
        }
    }

    private static IOException taken(Path directory) {
        return new IOException("Another Petty is running on " + directory + ": stop it, or choose another --data");
    }

    private static boolean isPostgresOf(ProcessHandle process, Path directory) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains("postgres") && line.contains(directory.toString()))
                .isPresent();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
