package ai.petty.http.v2;

import static ai.petty.store.TestDatabase.await;

import ai.petty.TestPeople;
import ai.petty.audit.ChainedAuditLog;
import ai.petty.config.PettyConfig;
import ai.petty.history.History;
import ai.petty.identity.Acts;
import ai.petty.identity.Principal;
import ai.petty.identity.Visitor;
import ai.petty.live.LiveFeed;
import ai.petty.pets.Actor;
import ai.petty.pets.Pets;
import ai.petty.privacy.TestCiphers;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.TestDatabase;
import ai.petty.store.TestHousehold;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The read side behind a plain server: real routes and services, a real database, a clock that the test holds. */
final class TestReadback implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    /** So small that the kernel hides little of a reader's slowness. */
    private static final int SEND_BUFFER = 8 * 1024;

    final TestDatabase server = TestDatabase.fresh();
    final AtomicReference<Instant> now = new AtomicReference<>(START);
    final AtomicInteger clockReads = new AtomicInteger();
    final TestHousehold household = TestHousehold.demo(server);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final LiveFeed feed;
    final int port;
    volatile Principal caller = TestPeople.DEMO;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient client = HttpClient.newHttpClient();
    final Database database = server.open(vertx);
    private final ChainedAuditLog audit = TestDatabase.await(ChainedAuditLog.open(
            vertx,
            database,
            TestCiphers.FIXED,
            new PettyConfig.Audit(1_000, Duration.ofHours(1)),
            InstantSource.system(),
            new SimpleMeterRegistry()));
    private final HttpServer http;

    TestReadback(PettyConfig.Live live) {
        TestDatabase.makePartitions(database, now::get);
        var pets = new Pets(
                database,
                TestCiphers.FIXED,
                new PettyConfig.Pets(true, ".*", Duration.ofSeconds(10)),
                new Acts(audit),
                now::get);
        var history = new History(database, this::instant, Duration.ofDays(35));
        feed = new LiveFeed(vertx, pets, history, live, this::instant, meters);
        var router = Router.router(vertx);
        router.get("/v2/pets").handler(new PetsRoute(pets, ctx -> new Actor(caller, Visitor.NOBODY)));
        router.get("/v2/pets/:pet_id/latest")
                .handler(new LatestRoute(pets, history, now::get, ctx -> new Actor(caller, Visitor.NOBODY)));
        router.get("/v2/pets/:pet_id/readings")
                .handler(new ReadingsRoute(pets, history, ctx -> new Actor(caller, Visitor.NOBODY)));
        router.get("/v2/pets/:pet_id/track")
                .handler(new TrackRoute(pets, history, ctx -> new Actor(caller, Visitor.NOBODY)));
        router.get("/v2/pets/:pet_id/live")
                .handler(new LiveRoute(pets, feed, ctx -> new Actor(caller, Visitor.NOBODY)));
        router.route().failureHandler(TestReadback::refuse);
        http = await(vertx.createHttpServer(
                        new HttpServerOptions().setSendBufferSize(SEND_BUFFER).setCompressionSupported(true))
                .requestHandler(router)
                .listen(0, "127.0.0.1"));
        port = http.actualPort();
    }

    private Instant instant() {
        clockReads.incrementAndGet();
        return now.get();
    }

    /** What the door does with a refusal, in short. */
    private static void refuse(RoutingContext ctx) {
        if (ctx.failure() instanceof Refusal refusal) {
            var errors = new JsonArray();
            refusal.errors().forEach(error -> errors.add(error.pointer() + " " + error.detail()));
            ctx.response()
                    .setStatusCode(
                            switch (refusal.kind()) {
                                case INVALID -> 400;
                                case NOT_FOUND -> 404;
                                case UNAVAILABLE -> 503;
                                default -> 418;
                            })
                    .end(new JsonObject()
                            .put("code", refusal.code())
                            .put("errors", errors)
                            .encode());
        } else {
            ctx.response().setStatusCode(500).end(String.valueOf(ctx.failure()));
        }
    }

    HttpResponse<String> get(String target, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Returns when the event loop has done what it was given before. */
    void reachViewers() {
        var done = Promise.<Void>promise();
        vertx.runOnContext(nothing -> done.complete());
        await(done.future());
    }

    double viewers() {
        return meters.get("petty.live.viewers").gauge().value();
    }

    @Override
    public void close() {
        client.close();
        await(http.close());
        await(audit.close());
        await(database.close());
        await(vertx.close());
        server.close();
    }
}
