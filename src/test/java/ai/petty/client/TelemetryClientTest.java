package ai.petty.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TelemetryClientTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @FunctionalInterface
    private interface Answering {
        void answer(int request, HttpServerRequest to);
    }

    private TelemetryClient target(Answering answering) {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setDecompressionSupported(true))
                .requestHandler(request -> request.body().onSuccess(body -> {
                    bodies.add(body.toString());
                    answering.answer(bodies.size(), request);
                }));
        server.listen(0, "127.0.0.1").await();
        var options = new TelemetryOptions(
                new Endpoint("127.0.0.1", server.actualPort(), false),
                "SN-100001",
                "secret",
                new RetryOptions(Duration.ofSeconds(5), 4, Duration.ofMillis(1), Duration.ofMillis(10)));
        return new TelemetryClient(vertx, vertx.createHttpClient(), options);
    }

    private static CollarReading reading(long t) {
        return new CollarReading(t, 0, 61.6f, 14f, 1, new CollarReading.Fix(1_500_000, -2_250_000, 4f), null, 80f);
    }

    @Test
    void a_busy_server_and_a_broken_connection_are_tried_again() {
        var target = target((request, to) -> {
            switch (request) {
                case 1 -> to.response().setStatusCode(503).end();
                case 2 -> to.connection().close();
                case 3 ->
                    to.response()
                            .setStatusCode(429)
                            .putHeader("Retry-After", "0")
                            .end();
                default ->
                    to.response()
                            .end(
                                    "{\"accepted\":1,\"duplicates\":1,\"rejected\":[{\"index\":2,\"errors\":[{\"code\":\"reading.conflict\"}]}]}");
            }
        });
        var answer = target.send(List.of(reading(1), reading(2), reading(3))).await();
        assertThat(answer)
                .isEqualTo(
                        new TelemetryAnswer(1, 1, List.of(new ServerFrame.Rejected(2, List.of("reading.conflict")))));
        assertThat(bodies).hasSize(4);
    }

    @Test
    void the_server_says_when_to_return() {
        var at = new CopyOnWriteArrayList<Long>();
        var target = target((request, to) -> {
            at.add(System.nanoTime());
            if (request == 1) {
                to.response().setStatusCode(429).putHeader("Retry-After", "1").end();
            } else {
                to.response().end("{\"accepted\":1}");
            }
        });
        target.send(List.of(reading(1))).await();
        assertThat(Duration.ofNanos(at.getLast() - at.getFirst())).isGreaterThanOrEqualTo(Duration.ofMillis(990));
    }

    @Test
    void a_bad_request_is_not_tried_again() {
        var target = target((_, to) -> to.response().setStatusCode(400).end("{\"code\":\"request.invalid\"}"));
        assertThatThrownBy(() -> target.send(List.of(reading(1))).await())
                .isInstanceOfSatisfying(
                        RequestRefused.class,
                        refused -> assertThat(refused.status()).isEqualTo(400));
        assertThat(bodies).hasSize(1);
    }

    @Test
    void many_readings_go_packed_and_arrive_whole() {
        var headers = new CopyOnWriteArrayList<String>();
        var target = target((_, to) -> {
            headers.add(to.getHeader("X-Collar-Id") + " " + to.getHeader("Authorization"));
            to.response().end("{\"accepted\":500}");
        });
        var many =
                LongStream.range(0, 500).mapToObj(TelemetryClientTest::reading).toList();
        assertThat(target.send(many).await().accepted()).isEqualTo(500);
        assertThat(new JsonArray(bodies.getFirst())).hasSize(500);
        assertThat(headers).containsExactly("SN-100001 Bearer secret");
    }

    @Test
    void v1_gets_its_own_shape() {
        var target = target((_, to) -> to.response().setStatusCode(201).end("{\"success\":true}"));
        assertThat(target.ingest(reading(1_755_527_400_000_000L)).await().accepted())
                .isEqualTo(1);
        assertThat(new JsonObject(bodies.getFirst())).isEqualTo(new JsonObject("""
                        {"collar_id":"SN-100001","timestamp":"2025-08-18T14:30:00Z","heart_rate":62,"activity_level":1,
                         "location":{"type":"Point","coordinates":[-2.25,1.5]},"battery_level":80.0}"""));
    }
}
