package ai.petty.app;

import static ai.petty.app.NoticeWorld.channels;
import static ai.petty.app.NoticeWorld.opened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.TestPerson;
import ai.petty.notifications.webhook.Receiver;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Two processes send from one outbox. */
class NoticesOfTwoProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NOTICES = 40;
    private static final int PER_HOST = 2;

    private final List<HttpServerResponse> held = new CopyOnWriteArrayList<>();

    private static TwoServers servers() {
        return new TwoServers(Map.of("notifications.webhooks.timeout", "30s"));
    }

    private void release(Receiver receiver) {
        receiver.always(Receiver.status(204));
        held.forEach(response -> response.setStatusCode(204).end());
    }

    @Test
    void each_notice_is_sent_by_one_of_them_and_both_send() {
        try (var servers = servers();
                var receiver = new Receiver().always(held::add)) {
            var world = new NoticeWorld(servers.here);
            var ada = world.told(receiver.url("/"));
            world.prefer(ada.person(), JsonObject.of("notices", JsonObject.of("health", channels("webhook"))));
            for (var i = 0; i < NOTICES; i++) {
                world.post(opened(ada.pet(), "n" + i));
            }
            // More are under way to the one host than one process may have: both are at it.
            await().atMost(PATIENCE).until(() -> held.size() == 2 * PER_HOST);
            release(receiver);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(world.outcomes(ada.pet()))
                            .hasSize(NOTICES)
                            .containsOnly("delivered"));
            assertThat(receiver.received()).hasSize(NOTICES);
            assertThat(receiver.received().stream().map(one -> one.header("webhook-id")))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void a_stop_waits_for_what_is_under_way_and_takes_no_more() {
        var servers = servers();
        try (var receiver = new Receiver().always(held::add)) {
            var world = new NoticeWorld(servers.here);
            var there = new NoticeWorld(servers.there);
            var ada = world.told(receiver.url("/"));
            world.prefer(ada.person(), JsonObject.of("notices", JsonObject.of("health", channels("webhook"))));
            // What the other process may take is nothing: it only looks at the table.
            for (var i = 0; i < NOTICES; i++) {
                world.post(opened(ada.pet(), "n" + i));
            }
            await().atMost(PATIENCE).until(() -> held.size() == 2 * PER_HOST);

            var stopped = CompletableFuture.runAsync(servers.here::close);
            await().atMost(PATIENCE)
                    .until(() -> isDeaf(servers.here.managementUri().getPort(), stopped));
            assertThat(stopped).isNotDone();
            release(receiver);
            stopped.join();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(there.outcomes(ada.pet()))
                            .hasSize(NOTICES)
                            .containsOnly("delivered"));
            assertThat(receiver.received().stream().map(one -> one.header("webhook-id")))
                    .as("nothing that was under way when one stopped was sent again by the other")
                    .doesNotHaveDuplicates();
        } finally {
            servers.there.close();
        }
    }

    /** Draining is told at once; the rest comes after it. */
    private static boolean isDeaf(int managementPort, CompletableFuture<Void> stopped) {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + managementPort + "/health/ready");
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 503;
        } catch (IOException | InterruptedException e) {
            return stopped.isDone();
        }
    }

    @Test
    void webhooks_made_at_once_on_two_processes_are_five_at_the_most() {
        try (var servers = servers()) {
            var ada = TestPerson.registered(servers.here);
            var there = TestPerson.at(servers.there.baseUri(), ada.email());
            there.with(there.login(TestPerson.PASSWORD).json(200));
            var asked = new CopyOnWriteArrayList<CompletableFuture<Integer>>();
            for (var i = 0; i < 12; i++) {
                var person = i % 2 == 0 ? ada : there;
                asked.add(CompletableFuture.supplyAsync(
                        () -> person.post("/v2/me/webhooks", JsonObject.of("url", "http://127.0.0.1:1/"))
                                .status()));
            }
            assertThat(asked.stream().map(CompletableFuture::join))
                    .containsOnly(201, 409)
                    .filteredOn(status -> status == 201)
                    .hasSize(5);
            assertThat(ada.get("/v2/me/webhooks").json(200).getJsonArray("webhooks"))
                    .hasSize(5);
        }
    }
}
