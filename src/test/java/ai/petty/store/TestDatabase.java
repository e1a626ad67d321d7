package ai.petty.store;

import ai.petty.config.PettyConfig;
import ai.petty.config.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A database of its own for each test class, on one real and durable PostgreSQL for all of them. */
public final class TestDatabase implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    private final DatabaseAddress address;

    private TestDatabase(DatabaseAddress address) {
        this.address = address;
    }

    /** Started with the first test that asks, stopped with the JVM. */
    private static final class Server {
        static final EmbeddedDatabase POSTGRES = start();

        private static EmbeddedDatabase start() {
            try {
                var directory = Files.createTempDirectory("petty-test-postgres");
                var postgres = EmbeddedDatabase.start(new PettyConfig.Embedded(directory, 0));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres, directory)));
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void stop(EmbeddedDatabase postgres, Path directory) {
            try {
                postgres.close();
                deleteAll(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** An empty database with the whole schema, on a server that is as durable as production's. */
    public static TestDatabase fresh() {
        var server = Server.POSTGRES.address();
        var name = "test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        new TestDatabase(server).execute("create database " + name);
        var database = new TestDatabase(
                new DatabaseAddress(server.host(), server.port(), name, server.user(), server.password()));
        for (var setting : DURABLE) {
            var value = database.text("show " + setting);
            if (!value.equals("on")) {
                throw new IllegalStateException("a test that runs with " + setting + "=" + value + " shows nothing");
            }
        }
        Migrations.apply(database.address);
        return database;
    }

    public static void deleteAll(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    public DatabaseAddress address() {
        return address;
    }

    /** Settings with short times and few connections. */
    public static PettyConfig.Database config() {
        return new PettyConfig.Database(
                "",
                "petty",
                new Secret(""),
                PettyConfig.TlsMode.DISABLE,
                "",
                4,
                256,
                Duration.ofMinutes(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                new PettyConfig.Breaker(3, Duration.ofMillis(500)),
                new PettyConfig.Embedded(Path.of("unused"), 0));
    }

    public Database open(Vertx vertx) {
        return open(vertx, new SimpleMeterRegistry());
    }

    public Database open(Vertx vertx, MeterRegistry meters) {
        return Database.open(vertx, config(), 2, () -> Future.succeededFuture(address), meters);
    }

    /** Partitions for the 35 days before the clock's time and a few after it. */
    public static void makePartitions(Database database, InstantSource clock) {
        var store = new PettyConfig.Store(Duration.ofDays(35), 3, Duration.ofHours(1));
        await(new Partitions(database, store, clock, new SimpleMeterRegistry()).upkeep());
    }

    /** What the future brings; its failure is thrown as it is. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection of its own, to hold something. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                address.jdbcUrl(), address.user(), address.password().value());
    }

    public void execute(String sql, @Nullable Object... parameters) {
        try (var connection = connect();
                var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of every row, as text. */
    public List<String> texts(String sql, @Nullable Object... parameters) {
        try (var connection = connect();
                var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            var texts = new ArrayList<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public String text(String sql, @Nullable Object... parameters) {
        return texts(sql, parameters).getFirst();
    }

    /** Drops the database, whoever is still connected. */
    @Override
    public void close() {
        new TestDatabase(Server.POSTGRES.address()).execute("drop database " + address.name() + " with (force)");
    }
}
