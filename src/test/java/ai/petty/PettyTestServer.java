package ai.petty;

import ai.petty.app.PettyServer;
import ai.petty.config.ConfigLoader;
import ai.petty.config.PettyConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real Petty for the tests: the test profile, free ports, a real PostgreSQL in a folder of its own under {@code target}.
 * One for each JVM by {@link #shared}, or one of one's own by {@link #start} where a test must stop or starve it.
 */
public final class PettyTestServer implements AutoCloseable {
    private static final Path TARGET = Path.of("target");

    private final PettyServer server;
    private final Path directory;

    private PettyTestServer(PettyServer server, Path directory) {
        this.server = server;
        this.directory = directory;
    }

    /** The one that tests share as long as they only add collars of their own. */
    public static PettyTestServer shared() {
        return Shared.SERVER;
    }

    /**
     * A fresh one.
     *
     * @param settings dotted keys over the test profile
     */
    public static PettyTestServer start(Map<String, String> settings) {
        return start(ConfigLoader.Request.of(Map.of()), settings);
    }

    /** A fresh one with a file, for what no single setting says. */
    public static PettyTestServer start(Path file) {
        return start(ConfigLoader.Request.of(Map.of()).withFile(file), Map.of());
    }

    private static PettyTestServer start(ConfigLoader.Request request, Map<String, String> settings) {
        try {
            Files.createDirectories(TARGET);
            var directory = Files.createTempDirectory(TARGET, "petty-test-");
            return new PettyTestServer(PettyServer.start(config(directory, request, settings)), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PettyConfig config(Path directory, ConfigLoader.Request base, Map<String, String> settings) {
        var request = base.withProfile("test")
                .withOverride(
                        "database.embedded.directory",
                        directory.resolve("postgres").toString())
                .withOverride(
                        "identity.secret-file", directory.resolve("secret").toString())
                .withOverride("secrets.directory", directory.resolve("secrets").toString());
        for (var setting : settings.entrySet()) {
            request = request.withOverride(setting.getKey(), setting.getValue());
        }
        return ConfigLoader.load(request);
    }

    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    public URI managementUri() {
        return URI.create("http://127.0.0.1:" + server.managementPort());
    }

    public String secret() {
        return server.secret().orElseThrow().reveal();
    }

    /** Where its PostgreSQL and its secrets are. */
    public Path directory() {
        return directory;
    }

    /** A connection to its PostgreSQL, to see what is really stored. */
    public Connection jdbc() throws SQLException {
        try {
            // PostgreSQL writes its port on the fourth line.
            var port = Files.readAllLines(directory.resolve("postgres/postmaster.pid"))
                    .get(3)
                    .strip();
            return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/petty", "postgres", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first column of every row, as text. */
    public List<String> sql(String question, Object... parameters) {
        try (var connection = jdbc();
                var statement = connection.prepareStatement(question)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            var answers = new ArrayList<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    answers.add(rows.getString(1));
                }
            }
            return answers;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public PettyServer server() {
        return server;
    }

    @Override
    public void close() {
        server.stop();
    }

    private static final class Shared {
        static final PettyTestServer SERVER = start(Map.of());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close, "test-server-stop"));
        }
    }
}
