package ai.petty.bench;

import ai.petty.store.DatabaseAddress;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Petty as {@code ./petty serve} starts it, with the test profile's secret and every limit on. */
final class PettyProcess implements AutoCloseable {
    private static final Duration START_WAIT = Duration.ofSeconds(60);

    private final Child process;
    private final int port;
    private final Path secretFile;

    private PettyProcess(Child process, int port, Path secretFile) {
        this.process = process;
        this.port = port;
        this.secretFile = secretFile;
    }

    static PettyProcess start(DatabaseAddress database, Path scratch) throws IOException, InterruptedException {
        return start("petty", database, scratch, Map.of());
    }

    /**
     * One of several on a database; they share their secrets.
     *
     * @param name of its files
     * @param settings dotted keys over the test profile
     */
    static PettyProcess start(String name, DatabaseAddress database, Path scratch, Map<String, Object> settings)
            throws IOException, InterruptedException {
        var port = InfluxServer.freePort();
        var management = InfluxServer.freePort();
        var secretFile = scratch.resolve("secret");
        var all = new HashMap<>(settings);
        all.put("profile", "test");
        all.put("http.port", port);
        all.put("management.port", management);
        all.put("database.url", "postgresql://%s:%d/%s".formatted(database.host(), database.port(), database.name()));
        all.put("database.user", database.user());
        all.put("secrets.directory", scratch.resolve("secrets").toString());
        all.put("identity.secret-file", secretFile.toString());
        var config = Files.writeString(scratch.resolve(name + ".yaml"), new YAMLMapper().writeValueAsString(tree(all)));
        var process = Child.java(name, "ai.petty.Petty", List.of("serve", "--config", config.toString()), scratch);
        process.drainOutput();
        try {
            awaitReady(process, URI.create("http://127.0.0.1:" + management + "/health/ready"));
            return new PettyProcess(process, port, secretFile);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private static ObjectNode tree(Map<String, Object> dotted) {
        var root = JsonNodeFactory.instance.objectNode();
        dotted.forEach((key, value) -> {
            var names = key.split("\\.", -1);
            var section = root;
            for (var i = 0; i < names.length - 1; i++) {
                section = section.withObjectProperty(names[i]);
            }
            section.putPOJO(names[names.length - 1], value);
        });
        return root;
    }

    private static void awaitReady(Child process, URI health) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + START_WAIT.toNanos();
        var request =
                HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
        try (var http = HttpClient.newHttpClient()) {
            while (true) {
                try {
                    if (http.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException e) {
                    // not listening yet
                }
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("Petty did not become ready");
                }
                Thread.sleep(100);
            }
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** What opens the household, for every collar. */
    Path secretFile() {
        return secretFile;
    }

    @Override
    public void close() {
        process.close();
    }
}
