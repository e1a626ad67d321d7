package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.config.PettyConfig;
import ai.petty.observability.Dependency;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {
    private TestDoor door;
    private ManagementVerticle management;

    @BeforeEach
    void open() {
        door = TestDoor.open();
        management = new ManagementVerticle(
                new PettyConfig.Management("127.0.0.1", 0),
                new Health(door.readiness, door.heartbeats, "test"),
                door.registry);
        TestDoor.await(door.vertx.deployVerticle(management));
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void theManagementPortShowsTheMeters() {
        door.get("/v2/pets");
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(manage("/metrics").body())
                                .contains(
                                        "http_server_requests_seconds_count{method=\"GET\",route=\"/v2/pets\",status=\"2xx\"} 1"));
        assertThat(TestDoor.header(manage("/metrics"), "Content-Type")).startsWith("text/plain; version=0.0.4");
    }

    @Test
    void theMainPortHasNoMeters() {
        assertThat(door.get("/metrics").statusCode()).isEqualTo(404);
    }

    @Test
    void aSickDependencyIsDegradedNotUnready() {
        assertThat(TestDoor.json(manage("/health/ready")).getString("status")).isEqualTo("ready");
        door.readiness.dependsOn(new Sick());
        var response = manage("/health/ready");
        assertThat(response.statusCode()).isEqualTo(200);
        var body = TestDoor.json(response);
        assertThat(body.getString("status")).isEqualTo("degraded");
        var dependency = body.getJsonArray("dependencies").getJsonObject(0);
        assertThat(dependency.getString("name")).isEqualTo("database");
        assertThat(dependency.getString("state")).isEqualTo("down");
        assertThat(dependency.getString("reason")).isEqualTo("the breaker is open");
        assertThat(door.get("/ready").body()).doesNotContain("breaker");
    }

    private record Sick() implements Dependency {
        @Override
        public String name() {
            return "database";
        }

        @Override
        public State state() {
            return new State(Level.DOWN, "the breaker is open");
        }
    }

    @Test
    void aStuckLoopIsNotAlive() {
        assertThat(manage("/health/live").statusCode()).isEqualTo(200);
        door.heartbeats.beat("a loop that beats once");
        door.nanoTime.addAndGet(Duration.ofSeconds(60).toNanos());
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(manage("/health/live").statusCode()).isEqualTo(503));
        door.heartbeats.leave("a loop that beats once");
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(manage("/health/live").statusCode()).isEqualTo(200));
    }

    @Test
    void aProcessThatDrainsIsNotReady() {
        assertThat(door.get("/ready").statusCode()).isEqualTo(200);
        door.readiness.draining();
        for (var response : new HttpResponse<?>[] {door.get("/ready"), manage("/health/ready")}) {
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(String.valueOf(response.body())).contains("\"status\":\"draining\"");
            assertThat(TestDoor.header(response, "Retry-After")).isEqualTo("1");
        }
        assertThat(door.get("/health").statusCode()).isEqualTo(200);
        door.readiness.started();
        assertThat(door.get("/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void aBalancerMayAskWithHead() {
        var response = door.send(door.request("/ready").HEAD());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void whatIsUnderWayIsFinishedBeforeTheServerStops() {
        CompletableFuture<HttpResponse<String>> answer =
                door.client.sendAsync(door.request("/v2/slow").build(), HttpResponse.BodyHandlers.ofString());
        TestDoor.await(door.slowArrived.future());
        var closed = door.vertx.close();
        Awaitility.await().until(() -> refusesConnections(door.port));
        assertThat(closed.isComplete()).isFalse();
        door.slowAnswer.complete("after all");
        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(TestDoor.json(answer.join()).getString("answer")).isEqualTo("after all");
        TestDoor.await(closed);
    }

    private static boolean refusesConnections(int port) {
        try (var connection = new RawConnection(port)) {
            connection.send("");
            return false;
        } catch (java.io.UncheckedIOException refused) {
            return true;
        }
    }

    private HttpResponse<String> manage(String path) {
        var uri = URI.create("http://127.0.0.1:" + management.port() + path);
        return door.send(HttpRequest.newBuilder(uri));
    }
}
