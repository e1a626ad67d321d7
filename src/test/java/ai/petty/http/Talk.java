package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** Requests to a real server with its own secret, and what every answer must be like. */
final class Talk {
    private static final ContractDocument V1 = ContractDocument.of("v1");
    private static final ContractDocument V2 = ContractDocument.of("v2");
    private static final AtomicInteger SERIALS = new AtomicInteger(710_000);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PettyTestServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Talk(PettyTestServer server) {
        this.server = server;
    }

    /** Of a collar that nobody has heard of yet. */
    String freshSerial() {
        return "SN-" + SERIALS.getAndIncrement();
    }

    Answer get(String path) {
        // URI.create refuses some of what a stranger may send, so the line is written by hand.
        try (var raw = new RawConnection(server.baseUri().getPort())) {
            var text = raw.send("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
                            + server.secret() + "\r\n\r\n")
                    .untilClosed();
            return Answer.parsed(path, text);
        }
    }

    Answer post(String path, String body, String... headers) {
        return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer post(String path, byte[] body, String... headers) {
        return send(path, BodyPublishers.ofByteArray(body), headers);
    }

    Answer postChunked(String path, byte[] body) {
        return send(path, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    }

    private Answer send(String path, BodyPublisher body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(server.baseUri() + path))
                .timeout(PATIENCE)
                .setHeader("Authorization", "Bearer " + server.secret())
                .setHeader("Content-Type", "application/json")
                .POST(body);
        for (var i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    path,
                    response.statusCode(),
                    response.headers().map().entrySet().stream()
                            .map(header -> header.getKey().toLowerCase(java.util.Locale.ROOT) + ": "
                                    + header.getValue().getFirst())
                            .toList(),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    record Answer(String path, int status, List<String> headers, String body) {
        static Answer parsed(String path, String text) {
            var end = text.indexOf("\r\n\r\n");
            var lines = List.of(text.substring(0, end).split("\r\n"));
            return new Answer(
                    path,
                    Integer.parseInt(lines.getFirst().split(" ", 3)[1]),
                    lines.stream()
                            .skip(1)
                            .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(java.util.Locale.ROOT)
                                    + line.substring(line.indexOf(':')))
                            .toList(),
                    text.substring(end + 4));
        }

        /** Empty when there is none. */
        String header(String name) {
            var start = name.toLowerCase(java.util.Locale.ROOT) + ": ";
            return headers.stream()
                    .filter(header -> header.startsWith(start))
                    .map(header -> header.substring(start.length()))
                    .findFirst()
                    .orElse("");
        }

        JsonObject ok(int wanted) {
            assertThat(status).as(body).isEqualTo(wanted);
            assertThat(header("X-Correlation-Id")).isNotBlank();
            return new JsonObject(body);
        }

        /** A refusal in the shape of the version that the path names, or means. */
        JsonObject refused(int wanted) {
            assertThat(status).as(body).isEqualTo(wanted);
            assertSaysNothingOfTheInside();
            var json = new JsonObject(body);
            if (path.startsWith("/v1/")) {
                assertThat(V1.violations(JsonObject.of("$ref", "#/components/schemas/Error"), json))
                        .isEmpty();
                assertThat(json.fieldNames()).containsExactlyInAnyOrder("error", "request_id");
                assertThat(json.getString("request_id")).isEqualTo(header("X-Correlation-Id"));
                assertThat(header("Content-Type")).isEqualTo("application/json");
                assertThat(header("Deprecation")).isNotBlank();
            } else {
                assertProblem(json);
            }
            return json;
        }

        /** Where no version is known: the fields of both. */
        JsonObject refusedBelowTheRouter(int wanted) {
            assertThat(status).as(body).isEqualTo(wanted);
            assertSaysNothingOfTheInside();
            var json = new JsonObject(body);
            assertProblem(json);
            assertThat(json.getString("error")).isNotBlank();
            assertThat(json.getString("request_id")).isEqualTo(json.getString("correlation_id"));
            return json;
        }

        private void assertProblem(JsonObject json) {
            assertThat(V2.violations(JsonObject.of("$ref", "#/components/schemas/Problem"), json))
                    .isEmpty();
            assertThat(json.getInteger("status")).isEqualTo(status);
            assertThat(json.getString("correlation_id")).isEqualTo(header("X-Correlation-Id"));
            assertThat(header("Content-Type")).isEqualTo("application/problem+json");
        }

        private void assertSaysNothingOfTheInside() {
            assertThat(header("X-Correlation-Id")).isNotBlank();
            assertThat(body)
                    .doesNotContain(
                            "Exception", "java.", "io.vertx", "netty", "jackson", "postgres", "\tat ", "null\"");
        }
    }

    /** "pointer code" of each error of a problem or of a rejected item. */
    static List<String> errors(JsonObject of) {
        return of.getJsonArray("errors").stream()
                .map(error -> ((JsonObject) error).getString("pointer") + " " + ((JsonObject) error).getString("code"))
                .toList();
    }

    static byte[] gzip(byte[] plain) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
