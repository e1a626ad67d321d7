package ai.petty.http.v2;

import ai.petty.http.Answers;
import ai.petty.notifications.webhook.Webhooks;
import ai.petty.pets.Actor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** {@code /v2/me/webhooks}: the caller's own programs that are told. */
public final class WebhooksRoute {
    private final Webhooks webhooks;
    private final Function<RoutingContext, Actor> caller;

    public WebhooksRoute(Webhooks webhooks, Function<RoutingContext, Actor> caller) {
        this.webhooks = webhooks;
        this.caller = caller;
    }

    /** {@code GET /v2/me/webhooks} */
    public void list(RoutingContext ctx) {
        webhooks.of(Caller.account(ctx))
                .onSuccess(found -> {
                    var list = new JsonArray();
                    found.forEach(webhook -> list.add(webhook.json()));
                    TaggedAnswer.send(
                            ctx,
                            "application/json",
                            JsonObject.of("webhooks", list).toBuffer());
                })
                .onFailure(ctx::fail);
    }

    /** {@code POST /v2/me/webhooks}: the secret is told in the answer, and never again. */
    public void add(RoutingContext ctx) {
        webhooks.add(caller.apply(ctx), Caller.body(ctx).getString("url"))
                .onSuccess(made -> {
                    var kept = made.webhook().json();
                    var told = kept.copy().put("secret", made.secret().text());
                    Created.secret(
                            ctx, "/v2/me/webhooks/" + made.webhook().webhookId(), told.toBuffer(), kept.toBuffer());
                })
                .onFailure(ctx::fail);
    }

    /** {@code DELETE /v2/me/webhooks/{webhook_id}} */
    public void remove(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var webhookId = parameters.uuid("webhook_id");
        parameters.check();
        webhooks.remove(caller.apply(ctx), webhookId)
                .onSuccess(gone -> Created.nothing(ctx))
                .onFailure(ctx::fail);
    }

    /** {@code POST /v2/me/webhooks/{webhook_id}/test} */
    public void test(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var webhookId = parameters.uuid("webhook_id");
        parameters.check();
        webhooks.test(caller.apply(ctx), webhookId)
                .onSuccess(outcome -> {
                    var told = JsonObject.of("delivered", outcome.isDelivered());
                    outcome.status().ifPresent(status -> told.put("status", status));
                    outcome.problem().ifPresent(problem -> told.put("problem", problem.wireName()));
                    Answers.json(ctx, 200, told);
                })
                .onFailure(ctx::fail);
    }

    /** {@code POST /v2/me/webhooks/{webhook_id}/rotate} */
    public void rotate(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var webhookId = parameters.uuid("webhook_id");
        parameters.check();
        webhooks.rotate(caller.apply(ctx), webhookId)
                .onSuccess(secret -> {
                    ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                    Answers.json(ctx, 200, JsonObject.of("webhook_id", webhookId.toString(), "secret", secret.text()));
                })
                .onFailure(ctx::fail);
    }
}
