package ai.petty.notifications.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;

/** Somebody's program on this machine that is told: it keeps what it is sent, and answers as it is told to. */
public final class Receiver implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Queue<Consumer<HttpServerResponse>> next = new ConcurrentLinkedQueue<>();
    private final HttpServer server;
    private volatile Consumer<HttpServerResponse> usual = status(204);

    /** One request, whole; the names of headers in lower case. */
    public record Received(String method, String path, Map<String, String> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** Whether one of the signatures is by this secret: worked out from the standard, by none of Petty's code. */
        public boolean isSignedBy(String secret) {
            try {
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(
                        Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")), "HmacSHA256"));
                var content = header("webhook-id") + "." + header("webhook-timestamp") + "." + body;
                var wanted = "v1,"
                        + Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
                return Arrays.asList(header("webhook-signature").split(" ")).contains(wanted);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public Receiver() {
        this(new HttpServerOptions());
    }

    public Receiver(HttpServerOptions options) {
        server = vertx.createHttpServer(options)
                .requestHandler(this::take)
                .listen(0, "127.0.0.1")
                .await();
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            var headers = new HashMap<String, String>();
            request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
            received.add(new Received(request.method().name(), request.uri(), headers, body.toString()));
            var answer = next.poll();
            (answer == null ? usual : answer).accept(request.response());
        });
    }

    public int port() {
        return server.actualPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    public static Consumer<HttpServerResponse> status(int status) {
        return response -> response.setStatusCode(status).end();
    }

    /** The connection goes without an answer. */
    public static Consumer<HttpServerResponse> hangUp() {
        return response -> response.reset();
    }

    public static Consumer<HttpServerResponse> silence() {
        return response -> {};
    }

    /** How it answers the next request that has no answer yet. */
    public Receiver then(Consumer<HttpServerResponse> answer) {
        next.add(answer);
        return this;
    }

    /** How it answers all others. */
    public Receiver always(Consumer<HttpServerResponse> answer) {
        usual = answer;
        return this;
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    public List<Received> at(String path) {
        return received.stream().filter(one -> one.path().equals(path)).toList();
    }

    public List<Received> await(int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(received).hasSizeGreaterThanOrEqualTo(count));
        return received();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
