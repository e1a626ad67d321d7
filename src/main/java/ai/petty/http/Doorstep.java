package ai.petty.http;

import ai.petty.config.PettyConfig;
import ai.petty.observability.Correlation;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** The first thing that every request meets: its id, its version, the headers of its answer, its meter. */
final class Doorstep implements Handler<RoutingContext> {
    private final RequestMeters meters;
    private final ClientAddress addresses;
    private final boolean tls;

    Doorstep(RequestMeters meters, PettyConfig.Http config) {
        this.meters = meters;
        this.addresses = new ClientAddress(config.trustedProxies());
        this.tls = config.tls().enabled();
    }

    @Override
    public void handle(RoutingContext ctx) {
        enter(ctx);
        ctx.next();
    }

    /** Also for requests that fail before they get here, and again after a bare path was given its version. */
    Visit enter(RoutingContext ctx) {
        var request = ctx.request();
        var path = request.path();
        var answering = Versions.answering(path == null ? "/" : path, request.getHeader(Headers.API_VERSION));
        var visit = Visit.find(ctx);
        if (visit == null) {
            var id = Correlation.idFor(request.getHeader(Headers.CORRELATION_ID));
            Correlation.set(id); // from here on it stands in every log line of this request
            var begun = Visit.begin(ctx, addresses, id, answering);
            ctx.addEndHandler(ended -> meters.record(ctx, begun, ended.succeeded()));
            visit = begun;
        } else {
            visit.answering(answering);
        }
        dress(ctx, visit);
        return visit;
    }

    private void dress(RoutingContext ctx, Visit visit) {
        var headers = ctx.response().headers();
        headers.set(Headers.CORRELATION_ID, visit.correlationId());
        headers.set(Headers.CONTENT_TYPE_OPTIONS, Headers.NOSNIFF);
        headers.set(Headers.REFERRER_POLICY, Headers.NO_REFERRER);
        headers.set(HttpHeaders.CACHE_CONTROL, Headers.NO_STORE);
        if (tls) {
            headers.set(Headers.STRICT_TRANSPORT_SECURITY, Headers.ONE_YEAR);
        }
        if (visit.version().orElse(ApiVersion.V2) == ApiVersion.V1) {
            headers.set(Headers.DEPRECATION, Headers.V1_DEPRECATED_SINCE);
            headers.set(Headers.SUNSET, Headers.V1_SUNSET);
            headers.set(Headers.LINK, Headers.V1_SUCCESSOR);
        }
    }
}
