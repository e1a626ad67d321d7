package ai.petty.http;

import static java.util.Objects.requireNonNull;

import ai.petty.config.PettyConfig;
import ai.petty.identity.Principal;
import ai.petty.problem.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything around a feature's handler. A request passes, in this order: {@link Doorstep} (id, headers, meter), CORS where
 * configured, {@link Versions}, {@link RouteTable}, {@link Authentication}, the route's limit; then its handler, directly when
 * it decodes by itself, else through the contract's validation. Two routes of vertx-web lie before a hot handler, none of
 * them with a pattern. A door belongs to one event loop.
 */
public final class Door {
    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);
    private static final Set<String> CORS_REQUEST_HEADERS = Set.of(
            "Authorization",
            "Content-Type",
            "Content-Encoding",
            "API-Version",
            "X-Collar-Id",
            "X-Correlation-Id",
            "Idempotency-Key",
            "If-None-Match",
            "Last-Event-ID");
    private static final Set<String> CORS_ANSWER_HEADERS = Set.of(
            "X-Correlation-Id",
            "ETag",
            "Retry-After",
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset",
            "Deprecation",
            "Sunset",
            "Link");
    private static final int PREFLIGHT_SECONDS = 600;

    private final PettyConfig.Http config;
    private final RequestMeters meters;
    private final Authentication authentication;
    private final RateLimits rateLimits;
    private final Bodies bodies;
    private final RouteTable table = new RouteTable();

    public Door(PettyConfig.Http config, MeterRegistry registry, Authentication authentication, RateLimits rateLimits) {
        this.config = config;
        this.meters = new RequestMeters(registry);
        this.authentication = authentication;
        this.rateLimits = rateLimits;
        this.bodies = new Bodies(config.maxBody().toInt());
    }

    /**
     * The root router; to be asked for once.
     *
     * @param unversioned answers {@code /health} and the other paths that have no version
     */
    public Router router(Vertx vertx, List<Routes> versions, Router unversioned) {
        var doorstep = new Doorstep(meters, config);
        var root = Router.router(vertx);
        root.route().handler(doorstep);
        if (!config.corsOrigins().isEmpty()) {
            root.route().handler(cors());
        }
        var problems = new Problems(doorstep);
        // What is not for the contract to put in words looks for no other route: vertx-web matches them for failures,
        // too,
        // and would stumble over a query that cannot be decoded.
        root.route().handler(this::route).failureHandler(ctx -> {
            if (ContractFaults.hasRefused(ctx)) {
                ctx.next();
            } else {
                problems.handle(ctx);
            }
        });
        versions.forEach(this::hang);
        versions.forEach(version -> root.route("/*").subRouter(version.validated()));
        root.route("/*").subRouter(unversioned);
        problems.mount(root);
        return root;
    }

    private void hang(Routes version) {
        for (var route : version.routes()) {
            var place = version.places().apply(route.operationId());
            table.add(
                    place.path(),
                    place.method(),
                    new Mount(route, place.needs(), meters.row(place.path(), place.method())));
        }
    }

    private CorsHandler cors() {
        return CorsHandler.create()
                .addOrigins(config.corsOrigins())
                .allowedMethods(
                        Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE))
                .allowedHeaders(CORS_REQUEST_HEADERS)
                .exposedHeaders(CORS_ANSWER_HEADERS)
                .maxAgeSeconds(PREFLIGHT_SECONDS);
    }

    private void route(RoutingContext ctx) {
        if (!Escapes.areWhole(ctx.request().uri())) {
            ctx.fail(Statuses.refusal(400));
            return;
        }
        var visit = Visit.of(ctx);
        switch (visit.answering()) {
            case Versions.Named named -> find(ctx, visit, named.spoken());
            case Versions.Bare bare -> ctx.reroute(bare.path() + queryOf(ctx));
            case Versions.None none -> ctx.next();
            case Versions.Refused refused -> ctx.fail(refused.refusal());
        }
    }

    private static String queryOf(RoutingContext ctx) {
        var query = ctx.request().query();
        return query == null ? "" : "?" + query;
    }

    private void find(RoutingContext ctx, Visit visit, ApiVersion version) {
        var path = requireNonNull(ctx.request().path()); // vertx-web has refused a request without one
        var match = table.find(path);
        if (match == null) {
            ctx.fail(nothingThere(ctx, version, path));
            return;
        }
        var mount = match.item().mount(ctx.request().method());
        if (mount == null) {
            ctx.response().putHeader(HttpHeaders.ALLOW, match.item().allowed());
            ctx.fail(Statuses.refusal(405));
            return;
        }
        visit.mount(mount);
        match.parameters().forEach((name, value) -> ctx.pathParams().put(name, RouteTable.decoded(value)));
        authenticate(ctx, visit, mount);
    }

    private Refusal nothingThere(RoutingContext ctx, ApiVersion version, String path) {
        return switch (version) {
            case V1 -> {
                var successor = table.find(
                        ApiVersion.V2.prefix() + path.substring(version.prefix().length()));
                if (successor == null) {
                    yield notIn(version, "Its successor is v2, described at /v2/openapi.yaml.");
                }
                var template = successor.item().template();
                if (successor.parameters().isEmpty()) {
                    ctx.response().putHeader(Headers.LINK, "<" + template + ">; rel=\"successor-version\"");
                }
                yield notIn(version, "Its successor v2 has: " + template);
            }
            case V2 -> notIn(version, "What there is stands at /v2/openapi.yaml.");
        };
    }

    private static Refusal notIn(ApiVersion version, String hint) {
        return Refusal.of(Refusal.Kind.NOT_FOUND, "route.not_found", version.label() + " has no such path. " + hint);
    }

    private void authenticate(RoutingContext ctx, Visit visit, Mount mount) {
        var found = authentication.principal(ctx.request(), mount.route().access());
        if (found.isComplete()) {
            if (found.succeeded()) {
                admit(ctx, visit, mount, found.result());
            } else {
                ctx.fail(found.cause());
            }
            return;
        }
        var request = ctx.request();
        request.pause(); // nothing of it must come before somebody listens
        ctx.addEndHandler(ended -> {
            if (!request.isEnded()) {
                request.resume(); // in case nobody ever did
            }
        });
        found.onComplete(
                principal -> {
                    admit(ctx, visit, mount, principal);
                    if (!waitsForItsHandler(request)) {
                        request.resume();
                    }
                },
                refused -> {
                    request.resume();
                    ctx.fail(refused);
                });
    }

    /**
     * What is still to come of such a request is for its handler to ask for, who may need a while: a body goes on when it is
     * read, and a request that has ended cannot become a WebSocket any more.
     */
    private static boolean waitsForItsHandler(HttpServerRequest request) {
        return WITH_BODY.contains(request.method()) || request.headers().contains(HttpHeaders.UPGRADE);
    }

    private void admit(RoutingContext ctx, Visit visit, Mount mount, Principal principal) {
        visit.admit(principal);
        var route = mount.route();
        Optional<Refusal> refused = mount.needs()
                .refusal(principal)
                .or(() -> route.perCaller().flatMap(limit -> rateLimits.takeForCaller(ctx, limit)));
        if (refused.isPresent()) {
            ctx.fail(refused.get());
        } else if (route.ownDecoder()) {
            answer(ctx, route);
        } else if (WITH_BODY.contains(ctx.request().method())) {
            bodies.read(ctx)
                    .onComplete(
                            body -> {
                                // vertx-web has no other way to be given a body that its own handler did not read
                                ((RoutingContextInternal) ctx).setBody(body);
                                ctx.next();
                            },
                            ctx::fail);
        } else {
            ctx.next();
        }
    }

    private static void answer(RoutingContext ctx, Route route) {
        try {
            route.handler().handle(ctx);
        } catch (RuntimeException failure) {
            ctx.fail(failure); // it may have come on another turn of the loop, where nobody else would catch it
        }
    }
}
