package ai.petty.http;

import ai.petty.idempotency.Once;
import ai.petty.identity.Principal;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the door knows of one request. It lives as long as the request and is only touched on its event loop. */
public final class Visit {
    private static final String KEY = "petty.visit";
    private static final Principal NOBODY = new Principal.Anonymous();

    private final HttpServerRequest request;
    private final ClientAddress addresses;
    private final String correlationId;
    private final long arrivedNanos;
    private Versions.Answering answering;
    private Principal principal = NOBODY;
    private @Nullable Mount mount;
    private Once once = Once.NOT_ASKED_FOR;
    private @Nullable FirstTime first;

    private Visit(
            HttpServerRequest request,
            ClientAddress addresses,
            String correlationId,
            long arrivedNanos,
            Versions.Answering answering) {
        this.request = request;
        this.addresses = addresses;
        this.correlationId = correlationId;
        this.arrivedNanos = arrivedNanos;
        this.answering = answering;
    }

    /** The visit of a request that has passed the doorstep. */
    public static Visit of(RoutingContext ctx) {
        var visit = find(ctx);
        if (visit == null) {
            throw new IllegalStateException("the request has not passed the doorstep");
        }
        return visit;
    }

    static @Nullable Visit find(RoutingContext ctx) {
        return ctx.get(KEY);
    }

    static Visit begin(
            RoutingContext ctx, ClientAddress addresses, String correlationId, Versions.Answering answering) {
        var visit = new Visit(ctx.request(), addresses, correlationId, System.nanoTime(), answering);
        ctx.put(KEY, visit);
        return visit;
    }

    /** Also the {@code request_id} of v1. */
    public String correlationId() {
        return correlationId;
    }

    /** Nanoseconds since the request's head arrived. */
    public long elapsedNanos() {
        return System.nanoTime() - arrivedNanos;
    }

    /** The version that answers; empty where it cannot be known or the path has none. */
    public Optional<ApiVersion> version() {
        return answering.version();
    }

    /** Who asks; nobody before the credential is checked, and where none is asked for. */
    public Principal principal() {
        return principal;
    }

    /** Where the request came from, before any proxy that we believe. */
    public Optional<InetAddress> address() {
        return addresses.of(request);
    }

    /** What is limited together with this request, when nobody is signed in: everything from one subscriber's network. */
    public String neighbourhood() {
        return address().map(ClientAddress::bucket).orElse("unknown");
    }

    /** To be part of what the request changes. */
    public Once once() {
        return once;
    }

    void first(Once attempt, FirstTime time) {
        once = attempt;
        first = time;
    }

    /** Empty when the request's answer is not to be kept, or somebody is keeping it already. */
    Optional<FirstTime> endFirst() {
        var ended = Optional.ofNullable(first);
        first = null;
        return ended;
    }

    Versions.Answering answering() {
        return answering;
    }

    void answering(Versions.Answering now) {
        answering = now;
    }

    void admit(Principal whom) {
        principal = whom;
    }

    @Nullable
    Mount mount() {
        return mount;
    }

    void mount(Mount where) {
        mount = where;
    }
}
