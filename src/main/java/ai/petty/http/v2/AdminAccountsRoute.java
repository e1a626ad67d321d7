package ai.petty.http.v2;

import ai.petty.identity.account.Accounts;
import ai.petty.identity.session.Sessions;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/** {@code /v2/admin/accounts} and {@code /v2/admin/sessions}: what an administrator may do to an account. */
public final class AdminAccountsRoute {
    private final Accounts accounts;
    private final Sessions sessions;

    public AdminAccountsRoute(Accounts accounts, Sessions sessions) {
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /** {@code POST /v2/admin/accounts/{account_id}/unlock} */
    public void unlock(RoutingContext ctx) {
        accounts.unlock(Caller.account(ctx), UUID.fromString(ctx.pathParam("account_id")), Caller.visitor(ctx))
                .onSuccess(done -> Answer.nothing(ctx, 204))
                .onFailure(ctx::fail);
    }

    /** {@code DELETE /v2/admin/sessions/{session_id}} */
    public void endSession(RoutingContext ctx) {
        sessions.endAny(Caller.account(ctx), UUID.fromString(ctx.pathParam("session_id")), Caller.visitor(ctx))
                .onSuccess(done -> Answer.nothing(ctx, 204))
                .onFailure(ctx::fail);
    }
}
