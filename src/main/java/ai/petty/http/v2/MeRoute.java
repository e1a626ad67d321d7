package ai.petty.http.v2;

import ai.petty.http.StreamedJson;
import ai.petty.identity.account.Account;
import ai.petty.identity.account.Accounts;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;

/** {@code /v2/me}: the caller's own account. */
public final class MeRoute {
    private final Accounts accounts;

    public MeRoute(Accounts accounts) {
        this.accounts = accounts;
    }

    /** {@code GET /v2/me} */
    public void get(RoutingContext ctx) {
        accounts.find(Caller.account(ctx))
                .onSuccess(account -> answer(ctx, account))
                .onFailure(ctx::fail);
    }

    /** {@code PATCH /v2/me} */
    public void patch(RoutingContext ctx) {
        var body = Caller.body(ctx);
        accounts.describe(
                        Caller.account(ctx),
                        new Accounts.Description(given(body, "name"), given(body, "phone")),
                        Caller.visitor(ctx))
                .onSuccess(account -> answer(ctx, account))
                .onFailure(ctx::fail);
    }

    /** Null and the empty text both mean: forget it. */
    private static Optional<String> given(JsonObject body, String name) {
        return body.containsKey(name)
                ? Optional.of(
                        Objects.requireNonNullElse(body.getString(name), "").strip())
                : Optional.empty();
    }

    private static void answer(RoutingContext ctx, Account account) {
        Answer.json(ctx, 200, json -> {
            json.writeStartObject();
            json.writeStringField("account_id", account.accountId().toString());
            if (account.email().isPresent()) {
                json.writeStringField("email", account.email().get());
            }
            json.writeBooleanField("email_verified", account.isVerified());
            if (account.name().isPresent()) {
                json.writeStringField("name", account.name().get());
            }
            if (account.phone().isPresent()) {
                json.writeStringField("phone", account.phone().get());
            }
            json.writeStringField("created_at", StreamedJson.instant(account.createdAt()));
            json.writeEndObject();
        });
    }
}
