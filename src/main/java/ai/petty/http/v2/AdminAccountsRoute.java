package ai.petty.http.v2;

import ai.petty.identity.account.Accounts;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/** {@code /v2/admin/accounts}: what an administrator may do to an account. */
public final class AdminAccountsRoute {
    private final Accounts accounts;

    public AdminAccountsRoute(Accounts accounts) {
        this.accounts = accounts;
    }

    /** {@code POST /v2/admin/accounts/{account_id}/unlock} */
    public void unlock(RoutingContext ctx) {
        accounts.unlock(Caller.account(ctx), UUID.fromString(ctx.pathParam("account_id")), Caller.visitor(ctx))
                .onSuccess(done -> Answer.nothing(ctx, 204))
                .onFailure(ctx::fail);
    }
}
