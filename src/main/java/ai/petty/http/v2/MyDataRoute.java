package ai.petty.http.v2;

import ai.petty.account.Erasure;
import ai.petty.account.Export;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /v2/me/export} and {@code DELETE /v2/me}: to have all that is one's own, and to have it forgotten. */
public final class MyDataRoute {
    private static final Logger LOG = LoggerFactory.getLogger(MyDataRoute.class);

    private final Export export;
    private final Erasure erasure;

    public MyDataRoute(Export export, Erasure erasure) {
        this.export = export;
        this.erasure = erasure;
    }

    /** {@code GET /v2/me/export} */
    public void export(RoutingContext ctx) {
        var visitor = Caller.visitor(ctx);
        export.begin(Caller.account(ctx))
                .onSuccess(beginning -> {
                    var response = ctx.response()
                            .setChunked(true)
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/zip")
                            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                            .putHeader("Content-Disposition", "attachment; filename=\"petty-export.zip\"");
                    export.write(beginning, response, visitor).onFailure(cause -> {
                        LOG.atInfo()
                                .addKeyValue("cause", cause.getClass().getSimpleName())
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
