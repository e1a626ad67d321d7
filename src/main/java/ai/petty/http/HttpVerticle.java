package ai.petty.http;

import ai.petty.config.PettyConfig;
import ai.petty.observability.Heartbeats;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop's share of the server. All of them listen on one port, and Vert.x deals the connections out. */
public final class HttpVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(HttpVerticle.class);

    private final PettyConfig.Http http;
    private final PettyConfig.Uplink uplink;
    private final Function<Vertx, Router> door;
    private final Heartbeats heartbeats;
    private final AtomicInteger port;
    private final String loop = "http-" + UUID.randomUUID();
    private @Nullable HttpServer server;

    private HttpVerticle(
            PettyConfig.Http http,
            PettyConfig.Uplink uplink,
            Function<Vertx, Router> door,
            Heartbeats heartbeats,
            AtomicInteger port) {
        this.http = http;
        this.uplink = uplink;
        this.door = door;
        this.heartbeats = heartbeats;
        this.port = port;
    }

    /** Where the server listens, and what to undeploy to stop it. */
    public record Listening(String deploymentId, int port) {}

    /**
     * Starts the server on every loop that the configuration wants.
     *
     * @param door makes the root router of one loop
     */
    public static Future<Listening> deploy(
            Vertx vertx,
            PettyConfig.Http http,
            PettyConfig.Uplink uplink,
            Function<Vertx, Router> door,
            Heartbeats heartbeats) {
        var port = new AtomicInteger();
        return vertx.deployVerticle(
                        () -> new HttpVerticle(http, uplink, door, heartbeats, port),
                        new DeploymentOptions().setInstances(loops(http)))
                .map(id -> new Listening(id, port.get()));
    }

    private static int loops(PettyConfig.Http http) {
        return http.eventLoops() > 0 ? http.eventLoops() : Runtime.getRuntime().availableProcessors();
    }

    @Override
    public Future<?> start() {
        heartbeats.beat(loop);
        vertx.setPeriodic(Heartbeats.INTERVAL.toMillis(), timer -> heartbeats.beat(loop));
        var created = vertx.createHttpServer(ServerOptions.of(http, uplink));
        server = created;
        return created.requestHandler(door.apply(vertx))
                .invalidRequestHandler(new BrokenRequests())
                .exceptionHandler(broken -> log.debug("a connection broke", broken))
                .listen()
                .onSuccess(listening -> port.set(listening.actualPort()));
    }

    /** Takes no more connections, and waits for what is under way, though no longer than the drain timeout. */
    @Override
    public Future<?> stop() {
        heartbeats.leave(loop);
        var running = server;
        return running == null
                ? Future.succeededFuture()
                : running.shutdown(http.drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }
}
