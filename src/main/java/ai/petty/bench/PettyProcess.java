package ai.petty.bench;

import ai.petty.store.DatabaseAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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
        var port = InfluxServer.freePort();
        var management = InfluxServer.freePort();
        var secretFile = scratch.resolve("secret");
        var config = Files.writeString(scratch.resolve("petty.yaml"), """
                profile: test
                http:
                  port: %d
                management:
                  port: %d
                database:
                  url: postgresql://%s:%d/%s
                  user: %s
                identity:
                  secret-file: %s
                secrets:
                  directory: %s
                """.formatted(
                        port,
                        management,
                        database.host(),
                        database.port(),
                        database.name(),
                        database.user(),
                        secretFile,
                        scratch.resolve("secrets")));
        var process = Child.java("petty", "ai.petty.Petty", List.of("serve", "--config", config.toString()), scratch);
        process.drainOutput();
        try {
            awaitReady(process, URI.create("http://127.0.0.1:" + management + "/health/ready"));
            return new PettyProcess(process, port, secretFile);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
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
