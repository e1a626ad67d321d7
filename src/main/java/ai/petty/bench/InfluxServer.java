package ai.petty.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** InfluxDB 1.x in a directory of its own, made to sync its log before it answers, as PostgreSQL does. */
final class InfluxServer implements AutoCloseable {
    private static final String PROGRAM = "influxd";
    private static final Duration START_WAIT = Duration.ofSeconds(30);
    private static final Pattern COUNT = Pattern.compile("\"values\":\\[\\[[^,]*,(\\d+)]]");

    private final Child process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    private InfluxServer(Child process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Whether there is one on the PATH: it is simply tried. */
    static boolean isInstalled() throws InterruptedException {
        try {
            var version = new ProcessBuilder(PROGRAM, "version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return version.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    static InfluxServer start(Path scratch) throws IOException, InterruptedException {
        var home = Files.createDirectories(scratch.resolve("influx"));
        var port = freePort();
        var config =
                Files.writeString(home.resolve("influxdb.conf"), """
                reporting-disabled = true
                bind-address = "127.0.0.1:%d"
                [meta]
                  dir = "%s/meta"
                [data]
                  dir = "%s/data"
                  wal-dir = "%s/wal"
                  wal-fsync-delay = "0s"
                  query-log-enabled = false
                [http]
                  bind-address = "127.0.0.1:%d"
                  log-enabled = false
                [monitor]
                  store-enabled = false
                [logging]
                  level = "warn"
                """.formatted(freePort(), home, home, home, port));
        var process = Child.start("influxd", List.of(PROGRAM, "-config", config.toString()), scratch);
        process.drainOutput();
        var server = new InfluxServer(process, port);
        try {
            server.awaitAnswer();
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        var deadline = System.nanoTime() + START_WAIT.toNanos();
        while (true) {
            try {
                query("SHOW DATABASES");
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("influxd does not answer", e);
                }
                Thread.sleep(100);
            }
        }
    }

    void reset() throws IOException, InterruptedException {
        query("DROP DATABASE bench");
        query("CREATE DATABASE bench");
    }

    long countReadings() throws IOException, InterruptedException {
        var found = COUNT.matcher(query("SELECT count(hr) FROM bench..reading"));
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    private String query(String text) throws IOException, InterruptedException {
        var uri =
                URI.create("http://127.0.0.1:" + port + "/query?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofMinutes(2))
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("InfluxDB answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() {
        http.shutdownNow();
        process.close();
    }
}
