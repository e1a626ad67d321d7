package ai.petty.bench;

import ai.petty.client.AccountClient;
import ai.petty.client.Endpoint;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.UUID;

/** People with accounts, and requests to both processes. */
final class BenchPeople implements AutoCloseable {
    static final String PASSWORD = "correct horse battery staple";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient(new HttpClientOptions());
    private final java.net.http.HttpClient plain = java.net.http.HttpClient.newHttpClient();
    private final int port;
    private final int otherPort;

    BenchPeople(int port, int otherPort) {
        this.port = port;
        this.otherPort = otherPort;
    }

    /** Somebody new who has just signed in. */
    record Person(String email, String accessToken) {
        /** Never prints the token. */
        @Override
        public String toString() {
            return "Person[" + email + "]";
        }
    }

    Person newcomer() {
        var email = UUID.randomUUID() + "@bench.invalid";
        var account = new AccountClient(vertx, http, new Endpoint("127.0.0.1", port, false), InstantSource.system());
        account.register(email, PASSWORD).await();
        return new Person(email, account.accessToken().await());
    }

    URI here(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    URI elsewhere(String path) {
        return URI.create("http://127.0.0.1:" + otherPort + path);
    }

    int status(HttpRequest request) throws IOException, InterruptedException {
        return plain.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    static HttpRequest get(URI where, String accessToken) {
        return HttpRequest.newBuilder(where)
                .header("Authorization", "Bearer " + accessToken)
                .build();
    }

    static HttpRequest post(URI where, String json) {
        return HttpRequest.newBuilder(where)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
    }

    @Override
    public void close() {
        plain.close();
        vertx.close().await();
    }
}
