package ai.petty.notifications.webhook;

import ai.petty.config.PettyConfig;
import ai.petty.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages to webhooks. The host's name is looked up once, every address that it means is judged, and the connection goes to one of
 * just those: what the name means a moment later does not matter. TLS is for the name. No redirect is followed, and of the
 * answer only the status is read; each connection carries one message.
 */
public final class WebhookPost {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookPost.class);

    /** So much of an answer is taken, so that a polite receiver is not cut off; then the connection is closed. */
    private static final int MOST_OF_AN_ANSWER = 64 * 1024;

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String USER_AGENT = "Petty-Webhooks/2";

    private final Vertx vertx;
    private final HttpClient client;
    private final HostNames names;
    private final DestinationRules rules;
    private final HostBreakers breakers;
    private final Duration timeout;
    private final InstantSource clock;

    /** @param options whose certificates are believed, besides what is set here */
    WebhookPost(
            Vertx vertx,
            PettyConfig.Webhooks config,
            HostNames names,
            HostBreakers breakers,
            HttpClientOptions options,
            InstantSource clock) {
        this.vertx = vertx;
        this.names = names;
        this.rules = DestinationRules.of(config);
        this.breakers = breakers;
        this.timeout = config.timeout();
        this.clock = clock;
        this.client = vertx.createHttpClient(
                new HttpClientOptions(options)
                        .setKeepAlive(false)
                        .setVerifyHost(true)
                        .setConnectTimeout((int) timeout.toMillis())
                        .setSslHandshakeTimeout(timeout.toMillis())
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS),
                new PoolOptions().setHttp1MaxSize(config.atOnce()));
    }

    /** As the configuration says, believing whom the machine believes. */
    public static WebhookPost of(Vertx vertx, PettyConfig.Webhooks config, HostBreakers breakers, InstantSource clock) {
        var names = HostNames.ofTheMachine(vertx, config.timeout());
        return new WebhookPost(vertx, config, names, breakers, new HttpClientOptions(), clock);
    }

    /**
     * Where a new webhook leads, when it may.
     *
     * @return fails with {@code request.invalid}, and with {@code server.busy} when it cannot be looked up now; a name that means nothing
     *     just now is taken
     */
    Future<Destination> judge(String url) {
        return Future.succeededFuture(url)
                .map(text -> Destination.of(text, rules))
                .compose(destination -> rules.allowPrivate()
                        ? Future.succeededFuture(destination)
                        : addresses(destination)
                                .recover(cause -> cause instanceof HostNames.Busy
                                        ? Future.failedFuture(busy())
                                        : Future.succeededFuture(List.of()))
                                .compose(found -> found.stream().allMatch(rules.guard()::lets)
                                        ? Future.succeededFuture(destination)
                                        : Future.failedFuture(Destination.wrong("must lead to the open internet"))));
    }

    private static Refusal busy() {
        return Refusal.unavailable(
                "server.busy", "Too many names of hosts are being looked up: try again in a moment.", SOON);
    }

    /** One attempt, unless the host rests. It never fails. */
    public Future<Outcome> send(Message message) {
        try {
            var destination = Destination.of(message.url(), rules);
            return breakers.ask(message.host(), () -> attempt(message, destination));
        } catch (Refusal refusal) {
            // The configuration has become stricter since it was made.
            return Future.succeededFuture(new Outcome.Failed(Problem.ADDRESS_REFUSED));
        }
    }

    private Future<Outcome> attempt(Message message, Destination destination) {
        return addresses(destination)
                .compose(found -> found.stream().allMatch(rules.guard()::lets)
                        ? post(message, destination, oneOf(found))
                        : Future.succeededFuture(new Outcome.Failed(Problem.ADDRESS_REFUSED)))
                .otherwise(WebhookPost::failed);
    }

    private Future<List<InetAddress>> addresses(Destination destination) {
        return destination
                .address()
                .map(address -> Future.succeededFuture(List.of(address)))
                .orElseGet(() -> names.addresses(destination.host()))
                .compose(found -> found.isEmpty()
                        ? Future.failedFuture(new UnknownHostException("no address"))
                        : Future.succeededFuture(found));
    }

    /** Any: when one is out of order the next attempt may come to another. */
    private static InetAddress oneOf(List<InetAddress> addresses) {
        return addresses.get(ThreadLocalRandom.current().nextInt(addresses.size()));
    }

    private Future<Outcome> post(Message message, Destination destination, InetAddress address) {
        var to = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, destination.port())))
                .setHost(destination.host())
                .setPort(destination.port())
                .setSsl(destination.isTls())
                .setURI(destination.uri())
                .setFollowRedirects(false)
                .setConnectTimeout(timeout.toMillis());
        return client.request(to)
                .compose(request -> answer(request, message)
                        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                        .onFailure(cause -> request.reset()));
    }

    private Future<Outcome> answer(HttpClientRequest request, Message message) {
        var timestamp = clock.instant().getEpochSecond();
        request.putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", USER_AGENT)
                .putHeader("Webhook-Id", message.id())
                .putHeader("Webhook-Timestamp", Long.toString(timestamp))
                .putHeader("Webhook-Signature", message.signatures(timestamp))
                .putHeader("Idempotency-Key", message.id());
        return request.send(message.body()).map(response -> {
            leave(response);
            return new Outcome.Answered(response.statusCode());
        });
    }

    /** What the receiver says besides its status is heard for a moment and not kept. */
    private void leave(HttpClientResponse response) {
        var heard = new AtomicInteger();
        var timer = vertx.setTimer(
                LONGEST_ANSWER.toMillis(), late -> response.request().reset());
        response.exceptionHandler(broken -> vertx.cancelTimer(timer));
        response.endHandler(ended -> vertx.cancelTimer(timer));
        response.handler(part -> {
            if (heard.addAndGet(part.length()) > MOST_OF_AN_ANSWER) {
                vertx.cancelTimer(timer);
                response.request().reset();
            }
        });
    }

    private static Outcome failed(Throwable cause) {
        LOG.atDebug().addKeyValue("cause", cause.getClass().getSimpleName()).log("A webhook did not answer");
        return new Outcome.Failed(problem(cause));
    }

    private static Problem problem(Throwable cause) {
        return switch (cause) {
            case HostNames.Busy _ -> Problem.NAMES_BUSY;
            case UnknownHostException _ -> Problem.UNKNOWN_HOST;
            case SSLException _ -> Problem.TLS;
            case TimeoutException _ -> Problem.TIMEOUT;
            case ConnectException e when e.getClass().getSimpleName().contains("Timeout") -> Problem.TIMEOUT;
            case ConnectException _ -> Problem.NOT_CONNECTED;
            default -> Problem.NO_ANSWER;
        };
    }

    public Future<Void> close() {
        breakers.close();
        return client.close();
    }
}
