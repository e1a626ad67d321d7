package ai.petty.http;

import static java.util.Objects.requireNonNull;

import ai.petty.config.DataSize;
import ai.petty.config.PettyConfig;
import ai.petty.identity.CredentialCheck;
import ai.petty.identity.HouseholdSecret;
import ai.petty.identity.Principal;
import ai.petty.limits.LimitName;
import ai.petty.limits.Limits;
import ai.petty.observability.Correlation;
import ai.petty.observability.Heartbeats;
import ai.petty.observability.Readiness;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A real server behind the real door, with a few toy routes that do what a test wants. */
final class TestDoor implements AutoCloseable {
    static final String SECRET = "open-sesame";
    static final int MOST_BODY = 64 * 1024;
    static final PettyConfig.Tls PLAIN = new PettyConfig.Tls(false, "", "", List.of("TLSv1.3"));

    final AtomicLong nanoTime = new AtomicLong();
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final Readiness readiness = new Readiness();
    final Heartbeats heartbeats = new Heartbeats(nanoTime::get);
    /** What {@code GET /v2/slow} waits for. */
    final Promise<String> slowAnswer = Promise.promise();

    final Promise<Void> slowArrived = Promise.promise();
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final Vertx vertx = Vertx.vertx();
    final int port;
    private final String scheme;
    private final Bodies bodies;

    static TestDoor open() {
        return new TestDoor(config -> config);
    }

    static TestDoor open(UnaryOperator<PettyConfig.Http> change) {
        return new TestDoor(change);
    }

    private TestDoor(UnaryOperator<PettyConfig.Http> change) {
        var http = change.apply(http(List.of(), PLAIN));
        scheme = http.tls().enabled() ? "https" : "http";
        bodies = new Bodies(http.maxBody().toInt());
        var deployed = HttpVerticle.deploy(vertx, http, uplink(), loop -> router(loop, http), heartbeats);
        port = await(deployed).port();
        readiness.started();
    }

    static PettyConfig.Http http(List<String> origins, PettyConfig.Tls tls, String... trustedProxies) {
        return new PettyConfig.Http(
                "127.0.0.1",
                0,
                2,
                1024,
                new DataSize(16 * 1024),
                new DataSize(32 * 1024),
                new DataSize(MOST_BODY),
                Duration.ofSeconds(75),
                Duration.ofSeconds(20),
                new DataSize(1024),
                origins,
                List.of(trustedProxies),
                tls);
    }

    private static PettyConfig.Uplink uplink() {
        return new PettyConfig.Uplink(
                Duration.ofSeconds(10),
                new DataSize(256 * 1024),
                32,
                64,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5));
    }

    private Router router(Vertx loop, PettyConfig.Http http) {
        var two = new PettyConfig.Bucket(2, 1);
        var many = new PettyConfig.Bucket(1_000_000, 1_000_000);
        var limits = new Limits(
                new PettyConfig.Limits(
                        many, two, many, many, many, many, two, many, many, many, Duration.ofMinutes(10)),
                nanoTime::get);
        var door = new Door(
                http, registry, new Authentication(new SlowCheck(new HouseholdSecret(SECRET))), new RateLimits(limits));
        var open = Router.router(loop);
        new Health(readiness, heartbeats, "test").mountPublic(open);
        return door.router(loop, List.of(v1(loop), v2(loop)), open);
    }

    private Routes v1(Vertx loop) {
        var routes = List.of(
                Route.of("ingest", ctx -> echoSize(ctx, bodies))
                        .access(Access.ANYBODY)
                        .withOwnDecoder(),
                Route.of("realtime", TestDoor::echoQuery).access(Access.OPEN),
                Route.of("failure", TestDoor::fail).access(Access.OPEN),
                Route.of("mine", TestDoor::echoQuery).limitedBy(LimitName.V1_REALTIME));
        return toy(
                loop,
                ApiVersion.V1,
                routes,
                Map.of(
                        "ingest", new Routes.Place(HttpMethod.POST, "/v1/ingest", Needs.NOTHING),
                        "realtime", new Routes.Place(HttpMethod.GET, "/v1/realtime", Needs.NOTHING),
                        "failure", new Routes.Place(HttpMethod.GET, "/v1/failures/{kind}", Needs.NOTHING),
                        "mine", new Routes.Place(HttpMethod.GET, "/v1/mine", Needs.NOTHING)));
    }

    private Routes v2(Vertx loop) {
        var routes = List.of(
                Route.of("telemetry", ctx -> echoSize(ctx, bodies)).withOwnDecoder(),
                Route.of("pets", TestDoor::echoQuery).access(Access.OPEN),
                Route.of(
                                "newPet",
                                ctx -> Answers.json(
                                        ctx, 201, size(requireNonNull(ctx.body().buffer()))))
                        .access(Access.OPEN),
                Route.of("failure", TestDoor::fail).access(Access.OPEN),
                Route.of("own", ctx -> Answers.json(ctx, 200, new JsonObject().put("id", ctx.pathParam("id"))))
                        .access(Access.OPEN)
                        .withOwnDecoder(),
                Route.of("mine", TestDoor::echoQuery).limitedBy(LimitName.V2_READS),
                Route.of("large", ctx -> Answers.json(ctx, 200, Buffer.buffer("\"" + "a".repeat(4096) + "\"")))
                        .access(Access.OPEN),
                Route.of("whence", TestDoor::whence).access(Access.OPEN),
                Route.of("slow", this::slow).access(Access.OPEN).withOwnDecoder(),
                Route.of("echo", TestDoor::echoFrames).withOwnDecoder().thatLasts());
        return toy(
                loop,
                ApiVersion.V2,
                routes,
                Map.of(
                        "telemetry", new Routes.Place(HttpMethod.POST, "/v2/telemetry", Needs.NOTHING),
                        "pets", new Routes.Place(HttpMethod.GET, "/v2/pets", Needs.NOTHING),
                        "newPet", new Routes.Place(HttpMethod.POST, "/v2/pets", Needs.NOTHING),
                        "failure", new Routes.Place(HttpMethod.GET, "/v2/failures/{kind}", Needs.NOTHING),
                        "own", new Routes.Place(HttpMethod.GET, "/v2/own/{id}", Needs.NOTHING),
                        "mine", new Routes.Place(HttpMethod.GET, "/v2/mine", Needs.NOTHING),
                        "large", new Routes.Place(HttpMethod.GET, "/v2/large", Needs.NOTHING),
                        "slow", new Routes.Place(HttpMethod.GET, "/v2/slow", Needs.NOTHING),
                        "whence", new Routes.Place(HttpMethod.GET, "/v2/whence", Needs.NOTHING),
                        "echo", new Routes.Place(HttpMethod.GET, "/v2/echo", Needs.NOTHING)));
    }

    /** Stands where the contract's router does: mounts by whole path, and has failure handlers of its own. */
    private static Routes toy(Vertx loop, ApiVersion version, List<Route> routes, Map<String, Routes.Place> places) {
        var router = Router.router(loop);
        for (var route : routes) {
            var place = requireNonNull(places.get(route.operationId()));
            router.route(place.method(), place.path().replaceAll("\\{(.*?)}", ":$1"))
                    .handler(route.handler())
                    .failureHandler(RoutingContext::next);
        }
        return new Routes(version, routes, id -> requireNonNull(places.get(id)), router);
    }

    /** Takes its time before it upgrades, as a route that asks the database does. */
    private static void echoFrames(RoutingContext ctx) {
        var request = ctx.request();
        request.pause();
        ctx.vertx()
                .timer(20)
                .compose(late -> request.toWebSocket())
                .onComplete(socket -> socket.textMessageHandler(socket::writeTextMessage), ctx::fail);
    }

    private static void echoSize(RoutingContext ctx, Bodies bodies) {
        bodies.read(ctx).onComplete(body -> Answers.json(ctx, 201, size(body)), ctx::fail);
    }

    private static JsonObject size(Buffer body) {
        return new JsonObject().put("size", body.length());
    }

    private static void echoQuery(RoutingContext ctx) {
        var query = ctx.request().query();
        Answers.json(
                ctx,
                200,
                new JsonObject()
                        .put("version", Visit.of(ctx).version().orElseThrow().label())
                        .put("logged_as", Correlation.current().orElse(""))
                        .put("query_length", query == null ? 0 : query.length()));
    }

    private static void whence(RoutingContext ctx) {
        var address = Visit.of(ctx).address().orElseThrow();
        Answers.json(
                ctx, 200, JsonObject.of("address", address.getHostAddress(), "bucket", ClientAddress.bucket(address)));
    }

    private static void fail(RoutingContext ctx) {
        var kind = requireNonNull(ctx.pathParam("kind"));
        switch (kind) {
            case "accident" -> throw new IllegalStateException("the password is hunter2");
            case "library" -> ctx.fail(406);
            case "fields" ->
                ctx.fail(Refusal.invalid(
                        "The reading is not good.",
                        List.of(
                                new FieldError("/heart_rate", "reading.out_of_range", "must be 30 to 300"),
                                new FieldError("/location/coordinates/0", "reading.wrong_type", "must be a number"),
                                new FieldError("/a\ud800b", "reading.duplicate_key", "stands twice"))));
            default -> ctx.fail(Refusal.of(Refusal.Kind.valueOf(kind), "test.code", "As the test wanted it."));
        }
    }

    private void slow(RoutingContext ctx) {
        slowArrived.tryComplete();
        slowAnswer.future().onSuccess(answer -> Answers.json(ctx, 200, new JsonObject().put("answer", answer)));
    }

    URI uri(String path) {
        return URI.create(scheme + "://127.0.0.1:" + port + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> get(String path, String... headers) {
        var request = request(path);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> post(String path, byte[] body, String... headers) {
        var request = request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError("no answer", e);
        }
    }

    static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("it did not come", e);
        }
    }

    /** Needs a while for the token {@code slow}, as a check that asks a database does. */
    private record SlowCheck(CredentialCheck quick) implements CredentialCheck {
        @Override
        public Future<Principal> bearer(String token) {
            return token.equals("slow")
                    ? requireNonNull(Vertx.currentContext()).owner().timer(50).compose(late -> quick.bearer(SECRET))
                    : quick.bearer(token);
        }

        @Override
        public Future<Principal.Collar> collar(String serial, String credential) {
            return quick.collar(serial, credential);
        }
    }

    @Override
    public void close() {
        slowAnswer.tryComplete("closing");
        await(vertx.close());
        client.close();
    }
}
