package ai.petty.http.v2;

import ai.petty.pets.Actor;
import ai.petty.plan.Plans;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** {@code GET /v2/pets/{pet_id}/plan}: what the pet needs in a day. */
public final class PlanRoute implements Handler<RoutingContext> {
    private final Plans plans;
    private final Function<RoutingContext, Actor> caller;

    public PlanRoute(Plans plans, Function<RoutingContext, Actor> caller) {
        this.plans = plans;
        this.caller = caller;
    }

    @Override
    public void handle(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        plans.of(caller.apply(ctx), petId)
                .onSuccess(planned -> TaggedAnswer.send(
                        ctx, "application/json", PlanJson.of(planned).toBuffer()))
                .onFailure(ctx::fail);
    }
}
