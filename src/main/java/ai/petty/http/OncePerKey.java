package ai.petty.http;

import ai.petty.idempotency.Idempotency;
import ai.petty.idempotency.Turn;
import ai.petty.identity.HouseholdSecret;
import ai.petty.identity.Principal;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stands before the handler of a creating post: does it once for each {@code Idempotency-Key}, and answers the same again. */
public final class OncePerKey implements Handler<RoutingContext> {
    /** The parameter by which a contract says that an operation keeps its answers. */
    static final String KEY = "Idempotency-Key";

    private final Idempotency idempotency;
    private final Handler<RoutingContext> handler;

    public OncePerKey(Idempotency idempotency, Handler<RoutingContext> handler) {
        this.idempotency = idempotency;
        this.handler = handler;
    }

    @Override
    public void handle(RoutingContext ctx) {
        var keys = ctx.request().headers().getAll(KEY);
        var account = account(ctx);
        if (keys.isEmpty() || account.isEmpty()) {
            handler.handle(ctx); // which refuses whoever has no account
            return;
        }
        if (keys.size() > 1) {
            throw Refusal.invalid(
                    "The request has 1 wrong field.",
                    List.of(new FieldError("/header/" + KEY, "request.invalid", "must stand there once")));
        }
        idempotency
                .begin(new Idempotency.Request(account.get(), keys.getFirst(), content(ctx), pet(ctx)))
                .onSuccess(turn -> {
                    switch (turn) {
                        case Turn.First first -> answer(ctx, first);
                        case Turn.Again again -> repeat(ctx, KeptAnswer.decode(again.answer()));
                    }
                })
                .onFailure(ctx::fail);
    }

    private static Optional<UUID> account(RoutingContext ctx) {
        return Visit.of(ctx).principal() instanceof Principal.Person person
                        && !person.account().equals(HouseholdSecret.DEMO_ACCOUNT)
                ? Optional.of(person.account())
                : Optional.empty();
    }

    private static String content(RoutingContext ctx) {
        return ctx.request().method() + " " + ctx.request().path() + "\n"
                + ctx.body().asString();
    }

    private static Optional<UUID> pet(RoutingContext ctx) {
        return Optional.ofNullable(ctx.pathParam("pet_id")).map(UUID::fromString);
    }

    private void answer(RoutingContext ctx, Turn.First first) {
        Visit.of(ctx).first(first.attempt(), new FirstTime(idempotency, first.attempt()));
        try {
            handler.handle(ctx);
        } catch (RuntimeException failure) {
            ctx.fail(failure);
        }
    }

    private static void repeat(RoutingContext ctx, KeptAnswer answer) {
        switch (answer) {
            case KeptAnswer.Done done ->
                Answers.made(ctx, done.status(), done.location(), Buffer.buffer(done.body()), done.body());
            case KeptAnswer.Refused refused -> ctx.fail(refused.refusal());
        }
    }
}
