package ai.petty.http;

import ai.petty.observability.Dependency;
import ai.petty.observability.Heartbeats;
import ai.petty.observability.Readiness;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Locale;

/** How the process is doing: little of it on the main port, all of it on the management port. */
public final class Health {
    private final Readiness readiness;
    private final Heartbeats heartbeats;
    private final String build;

    /** @param build which build of Petty this is */
    public Health(Readiness readiness, Heartbeats heartbeats, String build) {
        this.readiness = readiness;
        this.heartbeats = heartbeats;
        this.build = build;
    }

    /** {@code /health}, {@code /ready} and {@code /version}. */
    public void mountPublic(Router router) {
        router.route("/health").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::health);
        router.route("/ready").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::ready);
        router.route("/version").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::version);
    }

    /** {@code /health/live} and {@code /health/ready}. */
    void mountManagement(Router router) {
        router.route("/health/live").handler(this::live);
        router.route("/health/ready").handler(this::readyInDetail);
    }

    private void health(RoutingContext ctx) {
        Answers.json(ctx, 200, new JsonObject().put("status", "up"));
    }

    private void version(RoutingContext ctx) {
        var versions = new JsonArray();
        Arrays.stream(ApiVersion.values()).map(ApiVersion::label).forEach(versions::add);
        Answers.json(ctx, 200, new JsonObject().put("version", build).put("api_versions", versions));
    }

    private void live(RoutingContext ctx) {
        var alive = heartbeats.allBeat();
        Answers.json(ctx, alive ? 200 : 503, new JsonObject().put("status", alive ? "up" : "stuck"));
    }

    private void ready(RoutingContext ctx) {
        answerReady(ctx, new JsonObject().put("status", status()));
    }

    private void readyInDetail(RoutingContext ctx) {
        var dependencies = new JsonArray();
        readiness.dependencies().forEach(dependency -> dependencies.add(described(dependency)));
        answerReady(ctx, new JsonObject().put("status", status()).put("dependencies", dependencies));
    }

    private static JsonObject described(Dependency dependency) {
        var state = dependency.state();
        var described = new JsonObject()
                .put("name", dependency.name())
                .put("state", state.level().name().toLowerCase(Locale.ROOT));
        return state.reason().isEmpty() ? described : described.put("reason", state.reason());
    }

    /** A sick dependency makes the process degraded, not unready: else one database would take all out of the balancer. */
    private void answerReady(RoutingContext ctx, JsonObject body) {
        var ready = readiness.phase() == Readiness.Phase.READY;
        if (!ready) {
            ctx.response().putHeader(Headers.RETRY_AFTER, "1");
        }
        Answers.json(ctx, ready ? 200 : 503, body);
    }

    private String status() {
        return switch (readiness.phase()) {
            case STARTING -> "starting";
            case DRAINING -> "draining";
            case READY -> readiness.degraded() ? "degraded" : "ready";
        };
    }
}
