package ai.petty.app;

import ai.petty.PettyTestServer;
import ai.petty.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Two servers on one database and one secret store. */
final class TwoServers implements AutoCloseable {
    final PettyTestServer here;
    final PettyTestServer there;
    private final Map<String, String> settings = new HashMap<>();

    /** @param more dotted keys over the test profile */
    TwoServers(Map<String, String> more) {
        var database = TestPostgres.shared().fresh();
        settings.put(
                "database.url", "postgresql://%s:%d/%s".formatted(database.host(), database.port(), database.name()));
        settings.put("database.user", database.user());
        settings.put("database.password", database.password().value());
        try {
            var shared = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "shared-secrets-");
            settings.put("secrets.directory", shared.resolve("secrets").toString());
            settings.put("identity.secret-file", shared.resolve("secret").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.putAll(more);
        here = PettyTestServer.start(settings);
        there = PettyTestServer.start(settings);
    }

    /** One more, with other settings over the same. */
    PettyTestServer another(Map<String, String> more) {
        var all = new HashMap<>(settings);
        all.putAll(more);
        return PettyTestServer.start(all);
    }

    @Override
    public void close() {
        there.close();
        here.close();
    }
}
