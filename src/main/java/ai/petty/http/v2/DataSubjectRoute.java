package ai.petty.http.v2;

import ai.petty.account.Erasure;
import ai.petty.account.Export;
import ai.petty.store.Failures;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** {@code GET /v2/me/export} and {@code DELETE /v2/me}: to have all that is one's own, and to have it forgotten. */
public final class DataSubjectRoute {
    private static final Logger LOG = LoggerFactory.getLogger(DataSubjectRoute.class);

    private final Export export;
    private final Erasure erasure;

    public DataSubjectRoute(Export export, Erasure erasure) {
        this.export = export;
        this.erasure = erasure;
    }

    /** {@code GET /v2/me/export} */
    public void export(RoutingContext ctx) {
        var visitor = Caller.visitor(ctx);
        export.begin(Caller.account(ctx), Caller.person(ctx).grant(), visitor)
                .onSuccess(account -> {
                    var response = ctx.response()
                            .setChunked(true)
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/zip")
                            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                            .putHeader("Content-Disposition", "attachment; filename=\"petty-export.zip\"");
                    export.write(account, response, visitor).onFailure(cause -> {
                        LOG.atLevel(response.closed() ? Level.INFO : Level.WARN)
                                .addKeyValue("cause", Failures.describe(cause))
                                .log("An export broke off");
                        ctx.request().connection().close(); // half a zip must not be taken for a whole one
                    });
                })
                .onFailure(ctx::fail);
    }

    /** {@code DELETE /v2/me} */
    public void erase(RoutingContext ctx) {
        erasure.erase(Caller.account(ctx), Caller.person(ctx).grant(), Caller.visitor(ctx))
                .onSuccess(done -> Answer.nothing(ctx, 204))
                .onFailure(ctx::fail);
    }
}
