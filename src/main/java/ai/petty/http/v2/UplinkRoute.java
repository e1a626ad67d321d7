package ai.petty.http.v2;

import ai.petty.http.Authentication;
import ai.petty.http.HardClose;
import ai.petty.http.WebSocketHandshake;
import ai.petty.identity.Principal;
import ai.petty.ingest.UplinkSessions;
import ai.petty.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /v2/collars/uplink}: where a collar's WebSocket begins. */
public final class UplinkRoute implements Handler<RoutingContext> {
    private static final Set<String> SUBPROTOCOLS = Set.of("petty.v2", "petty.v2+cbor");
    private static final String COLLAR_ID = "X-Collar-Id";

    private final UplinkSessions sessions;

    public UplinkRoute(UplinkSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void handle(RoutingContext ctx) {
        var request = ctx.request();
        if (!WebSocketHandshake.isWhole(request) || !asksForOurs(request.getHeader("Sec-WebSocket-Protocol"))) {
            ctx.fail(
                    Refusal.of(
                            Refusal.Kind.INVALID,
                            "request.invalid",
                            "The uplink is a WebSocket (RFC 6455, version 13) with the subprotocol petty.v2 or petty.v2+cbor."));
            return;
        }
        var bearer = Authentication.bearer(request);
        var serial = request.getHeader(COLLAR_ID);
        if (serial == null || bearer.isEmpty()) {
            open(ctx, bearer, Optional.empty(), System.nanoTime());
            return;
        }
        var since = System.nanoTime();
        request.pause(); // a request that has ended cannot become a WebSocket any more
        sessions.admit(serial, bearer.get())
                .onSuccess(collar -> open(ctx, bearer, Optional.of(collar), since))
                .onFailure(ctx::fail)
                .onComplete(done -> request.resume());
    }

    private void open(RoutingContext ctx, Optional<String> bearer, Optional<Principal.Collar> known, long since) {
        ctx.request()
                .toWebSocket()
                // Here, and not a turn later: what is attached late loses what came in between.
                .onSuccess(socket -> sessions.attach(socket, () -> HardClose.of(ctx.request()), bearer, known, since))
                .onFailure(ctx::fail);
    }

    private static boolean asksForOurs(@Nullable String subprotocols) {
        return subprotocols != null
                && Arrays.stream(subprotocols.split(",")).map(String::strip).anyMatch(SUBPROTOCOLS::contains);
    }
}
