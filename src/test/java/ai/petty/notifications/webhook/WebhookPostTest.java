package ai.petty.notifications.webhook;

import static ai.petty.notifications.webhook.Receiver.hangUp;
import static ai.petty.notifications.webhook.Receiver.silence;
import static ai.petty.notifications.webhook.Receiver.status;
import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.config.PettyConfig;
import ai.petty.problem.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One request to a webhook, by a real client to real receivers. */
class WebhookPostTest {
    private static final WebhookSecret SECRET = new WebhookSecret("whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    private static final Instant NOW = Instant.parse("2026-03-01T14:30:00Z");
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger lookUps = new AtomicInteger();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private static PettyConfig.Webhooks config(boolean allowPrivate, Duration timeout, int failures) {
        return new PettyConfig.Webhooks(
                allowPrivate,
                List.of("443"),
                5,
                timeout,
                16,
                2,
                50,
                new PettyConfig.Breaker(failures, Duration.ofMinutes(5)));
    }

    private WebhookPost post(PettyConfig.Webhooks config, HostNames names, HttpClientOptions options) {
        HostNames counted = host -> {
            lookUps.incrementAndGet();
            return names.addresses(host);
        };
        return new WebhookPost(vertx, config, counted, new HostBreakers(vertx, config, meters), options, () -> NOW);
    }

    private WebhookPost post(Duration timeout) {
        return post(
                config(true, timeout, 1_000),
                host -> Future.succeededFuture(List.of(LOOPBACK)),
                new HttpClientOptions());
    }

    private static Message to(String url) {
        return new Message("4c9e2c55", url, "a host", "{\"type\":\"alert.opened\"}", List.of(SECRET));
    }

    private static InetAddress address(String digits) {
        try {
            return InetAddress.getByName(digits);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void it_is_signed_as_the_standard_says() {
        // The standard's own example: https://github.com/standard-webhooks/standard-webhooks
        var secret = new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assertThat(secret.signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void a_request_carries_its_id_its_time_and_a_signature_of_both_and_the_body() {
        try (var receiver = new Receiver()) {
            assertThat(await(post(Duration.ofSeconds(20)).send(to(receiver.url("/x?y=1")))))
                    .isEqualTo(new Outcome.Answered(204));

            var request = receiver.received().getFirst();
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/x?y=1");
            assertThat(request.header("content-type")).isEqualTo("application/json");
            assertThat(request.header("webhook-id")).isEqualTo("4c9e2c55");
            assertThat(request.header("idempotency-key")).isEqualTo("4c9e2c55");
            assertThat(request.header("webhook-timestamp")).isEqualTo(String.valueOf(NOW.getEpochSecond()));
            assertThat(request.isSignedBy(SECRET.text())).isTrue();
            assertThat(request.isSignedBy(WebhookSecret.fresh().text())).isFalse();
        }
    }

    @Test
    void the_status_is_all_that_is_heard() {
        try (var receiver = new Receiver()) {
            receiver.then(status(200))
                    .then(status(410))
                    .then(status(500))
                    .then(response ->
                            response.setStatusCode(200).setChunked(true).write("a slow body that never ends"))
                    .then(response -> response.setStatusCode(201).end("x".repeat(10_000_000)));
            var post = post(Duration.ofSeconds(20));
            var told = new ArrayList<Outcome>();
            for (var i = 0; i < 5; i++) {
                told.add(await(post.send(to(receiver.url("/")))));
            }
            assertThat(told)
                    .containsExactly(
                            new Outcome.Answered(200),
                            new Outcome.Answered(410),
                            new Outcome.Answered(500),
                            new Outcome.Answered(200),
                            new Outcome.Answered(201));
        }
    }

    @Test
    void a_redirect_is_not_followed() {
        try (var receiver = new Receiver();
                var other = new Receiver()) {
            for (var status : new int[] {301, 302, 303, 307, 308}) {
                receiver.always(response -> response.setStatusCode(status)
                        .putHeader("Location", other.url("/secret"))
                        .end());
                assertThat(await(post(Duration.ofSeconds(20)).send(to(receiver.url("/")))))
                        .isEqualTo(new Outcome.Answered(status));
            }
            assertThat(other.received()).isEmpty();
        }
    }

    @Test
    void who_says_nothing_hangs_up_or_is_not_there_is_told_apart() throws IOException {
        try (var receiver = new Receiver()) {
            receiver.then(silence()).then(hangUp());
            var post = post(Duration.ofMillis(500));
            assertThat(await(post.send(to(receiver.url("/"))))).isEqualTo(new Outcome.Failed(Problem.TIMEOUT));
            assertThat(await(post.send(to(receiver.url("/"))))).isEqualTo(new Outcome.Failed(Problem.NO_ANSWER));
        }
        int port;
        try (var taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }
        assertThat(await(post(Duration.ofSeconds(20)).send(to("http://127.0.0.1:" + port + "/"))))
                .isEqualTo(new Outcome.Failed(Problem.NOT_CONNECTED));
    }

    @Test
    void a_name_that_means_nothing_or_is_not_answered_is_no_host() {
        var config = config(true, Duration.ofSeconds(20), 1_000);
        var unknown =
                post(config, host -> Future.failedFuture(new UnknownHostException(host)), new HttpClientOptions());
        assertThat(await(unknown.send(to("https://hooks.example.com/"))))
                .isEqualTo(new Outcome.Failed(Problem.UNKNOWN_HOST));
        var empty = post(config, host -> Future.succeededFuture(List.of()), new HttpClientOptions());
        assertThat(await(empty.send(to("https://hooks.example.com/"))))
                .isEqualTo(new Outcome.Failed(Problem.UNKNOWN_HOST));
    }

    @Test
    void a_name_that_also_means_a_private_address_is_refused_before_any_connection() {
        try (var receiver = new Receiver()) {
            var config = config(false, Duration.ofSeconds(20), 1_000);
            for (var hidden : List.of("127.0.0.1", "10.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "fd00:ec2::254")) {
                var post = post(
                        config,
                        host -> Future.succeededFuture(List.of(address("93.184.216.34"), address(hidden))),
                        new HttpClientOptions());
                assertThat(await(post.send(to("https://hooks.example.com/"))))
                        .as(hidden)
                        .isEqualTo(new Outcome.Failed(Problem.ADDRESS_REFUSED));
                assertThatThrownBy(() -> await(post.judge("https://hooks.example.com/")))
                        .as(hidden)
                        .isInstanceOf(Refusal.class);
            }
            assertThat(receiver.received()).isEmpty();
        }
    }

    @Test
    void an_address_that_was_allowed_when_it_was_made_is_judged_again() {
        var post = post(
                config(false, Duration.ofSeconds(20), 1_000),
                host -> Future.succeededFuture(List.of(LOOPBACK)),
                new HttpClientOptions());
        assertThat(await(post.send(to("http://127.0.0.1:8080/"))))
                .isEqualTo(new Outcome.Failed(Problem.ADDRESS_REFUSED));
        assertThat(lookUps).hasValue(0);
    }

    /** A name that means another address at each look: what was judged is what is connected to. */
    @Test
    void the_name_is_looked_up_once_and_the_connection_goes_to_what_was_judged() {
        try (var receiver = new Receiver()) {
            // No resolver of the machine knows this name: a second look-up by anybody would fail.
            var url = "http://rebinding.petty.invalid:" + receiver.port() + "/x";
            HostNames rebinding = host -> lookUps.get() == 1
                    ? Future.succeededFuture(List.of(LOOPBACK))
                    : Future.failedFuture(new UnknownHostException(host));
            var post = post(config(true, Duration.ofSeconds(20), 1_000), rebinding, new HttpClientOptions());

            assertThat(await(post.send(to(url)))).isEqualTo(new Outcome.Answered(204));
            assertThat(lookUps).hasValue(1);
            assertThat(receiver.received().getFirst().header("host"))
                    .isEqualTo("rebinding.petty.invalid:" + receiver.port());
            // Each message asks anew: no connection of before is used.
            assertThat(await(post.send(to(url)))).isEqualTo(new Outcome.Failed(Problem.UNKNOWN_HOST));
        }
    }

    @Test
    void tls_is_for_the_name_and_not_for_the_address() {
        var certificate = SelfSignedCertificate.create("hooks.example.com");
        var options = new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions());
        try (var receiver = new Receiver(options)) {
            var config = config(true, Duration.ofSeconds(20), 1_000);
            HostNames names = host -> Future.succeededFuture(List.of(LOOPBACK));
            var trusting = post(config, names, new HttpClientOptions().setTrustOptions(certificate.trustOptions()));
            var port = ":" + receiver.port() + "/";

            assertThat(await(trusting.send(to("https://hooks.example.com" + port))))
                    .isEqualTo(new Outcome.Answered(204));
            assertThat(await(trusting.send(to("https://other.example.com" + port))))
                    .isEqualTo(new Outcome.Failed(Problem.TLS));
            assertThat(await(post(config, names, new HttpClientOptions()).send(to("https://hooks.example.com" + port))))
                    .as("a certificate that nobody vouches for")
                    .isEqualTo(new Outcome.Failed(Problem.TLS));
            assertThat(receiver.received()).hasSize(1);
        } finally {
            certificate.delete();
        }
        try (var plain = new Receiver()) {
            assertThat(await(post(Duration.ofSeconds(20)).send(to("https://hooks.example.com:" + plain.port() + "/"))))
                    .isEqualTo(new Outcome.Failed(Problem.TLS));
        }
    }

    @Test
    void a_host_that_fails_again_and_again_is_left_alone_and_the_others_are_not() {
        try (var dead = new Receiver().always(status(503));
                var good = new Receiver().always(status(422))) {
            var config = config(true, Duration.ofSeconds(20), 3);
            var breakers = new HostBreakers(vertx, config, meters);
            var post = new WebhookPost(
                    vertx, config, host -> Future.failedFuture("none"), breakers, new HttpClientOptions(), () -> NOW);
            var told = new ArrayList<Outcome>();
            for (var i = 0; i < 5; i++) {
                told.add(await(post.send(new Message("id", dead.url("/"), "dead", "{}", List.of(SECRET)))));
                // That a receiver does not want one message says nothing of its host.
                assertThat(await(post.send(new Message("id", good.url("/"), "good", "{}", List.of(SECRET)))))
                        .isEqualTo(new Outcome.Answered(422));
            }
            assertThat(told)
                    .containsExactly(
                            new Outcome.Answered(503),
                            new Outcome.Answered(503),
                            new Outcome.Answered(503),
                            new Outcome.Failed(Problem.HOST_REST),
                            new Outcome.Failed(Problem.HOST_REST));
            assertThat(dead.received()).hasSize(3);
            assertThat(breakers.room(2)).containsEntry("dead", 0).doesNotContainKey("good");
            assertThat(meters.get("petty.webhooks.resting").gauge().value()).isEqualTo(1);
        }
    }

    @Test
    void a_name_that_was_not_looked_up_is_no_failure_of_its_host() {
        try (var receiver = new Receiver()) {
            var isBusy = new AtomicBoolean(true);
            var post = post(
                    config(true, Duration.ofSeconds(20), 1),
                    host -> isBusy.get()
                            ? Future.failedFuture(new HostNames.Busy())
                            : Future.succeededFuture(List.of(LOOPBACK)),
                    new HttpClientOptions());
            var url = receiver.url("/").replace("127.0.0.1", "receiver.example");
            for (var i = 0; i < 3; i++) {
                var outcome = await(post.send(to(url)));
                assertThat(outcome).isEqualTo(new Outcome.Failed(Problem.NAMES_BUSY));
                assertThat(outcome.wasNotTried()).isTrue();
            }
            isBusy.set(false);
            assertThat(await(post.send(to(url)))).isEqualTo(new Outcome.Answered(204));
        }
    }

    @Test
    void a_new_webhook_whose_name_cannot_be_looked_up_now_may_come_again() {
        var post = post(
                config(false, Duration.ofSeconds(20), 1),
                host -> Future.failedFuture(new HostNames.Busy()),
                new HttpClientOptions());
        assertThatThrownBy(() -> await(post.judge("https://receiver.example/")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("server.busy"));
    }
}
