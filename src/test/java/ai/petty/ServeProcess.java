package ai.petty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.client.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** {@code petty serve} as a process of its own, on fixed ports, so that it may be killed and started again. */
final class ServeProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<Long, Process> LIVING = new ConcurrentHashMap<>();

    static {
        // a test that is interrupted leaves no server behind
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> LIVING.values().forEach(Process::destroyForcibly), "serve-stop"));
    }

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path directory;
    private final int port;
    private final int managementPort;
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;

    private ServeProcess(String profile, Map<String, String> environment, Path directory) throws IOException {
        this.directory = directory;
        port = freePort();
        managementPort = freePort();
        command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // it is started often and never lives long
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "ai.petty.Petty",
                "serve",
                "--profile",
                profile);
        var all = new HashMap<>(environment);
        all.put("PETTY_HTTP_PORT", Integer.toString(port));
        all.put("PETTY_MANAGEMENT_PORT", Integer.toString(managementPort));
        all.put("PETTY_IDENTITY_SECRET_FILE", directory.resolve("secret").toString());
        all.put("PETTY_SECRETS_DIRECTORY", directory.resolve("secrets").toString());
        this.environment = all;
        process = launch();
    }

    /** Starts one and does not wait until it is ready. */
    static ServeProcess start(String profile, Map<String, String> environment, Path directory) {
        try {
            return new ServeProcess(profile, environment, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process launch() throws IOException {
        var builder = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PETTY_"));
        builder.environment().putAll(environment);
        var launched = builder.start();
        LIVING.put(launched.pid(), launched);
        return launched;
    }

    void startAgain() {
        assertThat(process.isAlive()).isFalse();
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady() {
        var question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/health/ready"))
                .timeout(Duration.ofSeconds(10))
                .build();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsInstanceOf(IOException.class)
                .failFast("the server ended; see " + log(), () -> !process.isAlive())
                .until(() -> http.send(question, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    /** SIGKILL: no shutdown hook runs. */
    void kill() {
        assertThat(process.isAlive()).as("it ended by itself; see " + log()).isTrue();
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        LIVING.remove(process.pid());
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", port, false);
    }

    /** What opens the household, for every collar. */
    String secret() {
        try {
            return Files.readString(directory.resolve("secret")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What all its lives have written. */
    Path log() {
        return directory.resolve("serve.log");
    }

    /** SIGTERM: in good order. */
    @Override
    public void close() {
        process.destroy();
        awaitEnd();
        http.close();
    }
}
