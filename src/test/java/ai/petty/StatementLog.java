package ai.petty;

import static org.awaitility.Awaitility.await;

import ai.petty.store.DatabaseAddress;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Every statement that Petty has a PostgreSQL execute, as that PostgreSQL writes them down itself. */
public final class StatementLog {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DatabaseAddress address;
    private final Path file;

    private StatementLog(DatabaseAddress address, Path file) {
        this.address = address;
        this.file = file;
    }

    /** Restarts the PostgreSQL with a log. */
    public static StatementLog of(TestPostgres postgres, Path directory) {
        var address = postgres.address();
        for (var setting : List.of(
                "logging_collector = on",
                "log_destination = jsonlog",
                "log_directory = '" + directory.toAbsolutePath() + "'",
                "log_filename = 'statements'",
                "log_statement = 'all'")) {
            execute(address, "alter system set " + setting);
        }
        postgres.stopAtOnce();
        postgres.startAgain();
        return new StatementLog(address, directory.resolve("statements.json"));
    }

    private static void execute(DatabaseAddress address, String sql) {
        try (var connection = TestPostgres.connect(address);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was executed for Petty so far, in its order, one line each. */
    public List<String> statements() {
        var mark = UUID.randomUUID().toString();
        execute(address, "select '" + mark + "'");
        await().atMost(PATIENCE).until(() -> lines().stream().anyMatch(line -> line.contains(mark)));
        return lines().stream()
                .filter(line -> line.endsWith("}"))
                .map(JsonObject::new)
                .filter(line -> "petty".equals(line.getString("application_name")))
                .map(line -> line.getString("message"))
                .filter(message -> message.startsWith("execute ") || message.startsWith("statement: "))
                .map(message -> message.substring(message.indexOf(": ") + 2)
                        .replaceAll("\\s+", " ")
                        .strip())
                .toList();
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
