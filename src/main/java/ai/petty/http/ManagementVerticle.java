package ai.petty.http;

import ai.petty.config.PettyConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Health and meters, on a port of their own that operators see and callers do not. */
public final class ManagementVerticle extends VerticleBase {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PettyConfig.Management config;
    private final Health health;
    private final PrometheusMeterRegistry registry;
    private @Nullable HttpServer server;

    public ManagementVerticle(PettyConfig.Management config, Health health, PrometheusMeterRegistry registry) {
        this.config = config;
        this.health = health;
        this.registry = registry;
    }

    @Override
    public Future<?> start() {
        var router = Router.router(vertx);
        health.mountManagement(router);
        router.get("/metrics").handler(this::metrics);
        var created = vertx.createHttpServer(
                new HttpServerOptions().setHost(config.host()).setPort(config.port()));
        server = created;
        return created.requestHandler(router).listen();
    }

    /** The port it listens on, once deployed. */
    public int port() {
        var running = server;
        return running == null ? 0 : running.actualPort();
    }

    private void metrics(RoutingContext ctx) {
        // writing them all takes milliseconds, which a loop that also serves callers does not have
        ctx.vertx()
                .executeBlocking(() -> Buffer.buffer(registry.scrape(PROMETHEUS_TEXT)), false)
                .onSuccess(text -> Answers.as(ctx, 200, PROMETHEUS_TEXT, text))
                .onFailure(ctx::fail);
    }
}
