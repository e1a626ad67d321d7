package ai.petty.bench;

import ai.petty.config.PettyConfig;
import ai.petty.config.Secret;
import ai.petty.store.DatabaseAddress;
import ai.petty.store.EmbeddedDatabase;
import ai.petty.store.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One PostgreSQL for all contenders, fresh, durable and with one set of settings; each contender has a database in it. */
final class BenchDatabase implements AutoCloseable {
    private static final List<String> TOLD_SETTINGS = List.of(
            "server_version",
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "wal_sync_method",
            "shared_buffers",
            "max_wal_size");
    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");
    /** As many partitions as Petty keeps: 35 days back, 3 ahead. */
    private static final int DAYS_BACK = 35;

    private static final int DAYS_AHEAD = 3;

    private final EmbeddedDatabase postgres;
    private final long pid;

    private BenchDatabase(EmbeddedDatabase postgres, long pid) {
        this.postgres = postgres;
        this.pid = pid;
    }

    static BenchDatabase start(Path scratch) throws IOException {
        var directory = scratch.resolve("postgres");
        var postgres = EmbeddedDatabase.start(new PettyConfig.Embedded(directory, 0));
        var pid = Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid"))
                .getFirst()
                .strip());
        return new BenchDatabase(postgres, pid);
    }

    /** Of the postmaster; its backends descend from it. */
    long pid() {
        return pid;
    }

    /** What PostgreSQL itself says about the settings that matter here. Refuses to measure anything less than durable. */
    Map<String, String> settings() throws SQLException {
        var settings = new LinkedHashMap<String, String>();
        try (var connection = connect(postgres.address())) {
            for (var name : TOLD_SETTINGS) {
                settings.put(name, single(connection, "show " + name));
            }
        }
        for (var name : DURABLE) {
            if (!"on".equals(settings.get(name))) {
                throw new IllegalStateException("PostgreSQL runs with " + name + "=" + settings.get(name));
            }
        }
        return settings;
    }

    /** An empty database; the contender brings its own tables. */
    DatabaseAddress createEmpty(String name) throws SQLException {
        try (var connection = connect(postgres.address());
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        var address = postgres.address();
        return new DatabaseAddress(address.host(), address.port(), name, address.user(), new Secret(""));
    }

    /** A database with Petty's own tables, indexes and daily partitions. */
    DatabaseAddress createMigrated(String name) throws SQLException {
        var address = createEmpty(name);
        Migrations.apply(address);
        var today = LocalDate.now(ZoneOffset.UTC);
        try (var connection = connect(address);
                var statement = connection.createStatement()) {
            for (var day = today.minusDays(DAYS_BACK);
                    !day.isAfter(today.plusDays(DAYS_AHEAD));
                    day = day.plusDays(1)) {
                statement.execute("create table reading_%s partition of reading for values from ('%sZ') to ('%sZ')"
                        .formatted(
                                day.toString().replace("-", ""),
                                day.atStartOfDay(),
                                day.plusDays(1).atStartOfDay()));
            }
        }
        return address;
    }

    static Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(
                address.jdbcUrl(), address.user(), address.password().value());
    }

    static long countReadings(DatabaseAddress address) throws SQLException {
        try (var connection = connect(address)) {
            return Long.parseLong(single(connection, "select count(*) from reading"));
        }
    }

    /** Empties the readings and lets PostgreSQL come to rest, so that each stretch begins alike. */
    static void reset(DatabaseAddress address) throws SQLException {
        try (var connection = connect(address);
                var statement = connection.createStatement()) {
            statement.execute("truncate reading");
            statement.execute("checkpoint");
        }
    }

    private static String single(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
