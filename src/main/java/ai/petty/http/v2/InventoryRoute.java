package ai.petty.http.v2;

import ai.petty.http.StreamedJson;
import ai.petty.pets.Actor;
import ai.petty.pets.collars.ClaimCode;
import ai.petty.pets.collars.Inventory;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;

/** {@code /v2/admin/collars}: every collar that there is, for administrators. */
public final class InventoryRoute {
    private final Inventory inventory;
    private final Function<RoutingContext, Actor> caller;

    public InventoryRoute(Inventory inventory, Function<RoutingContext, Actor> caller) {
        this.inventory = inventory;
        this.caller = caller;
    }

    public void add(RoutingContext ctx) {
        var body = Caller.body(ctx);
        var serial = body.getString("serial");
        var code = Optional.ofNullable(body.getString("claim_code")).map(ClaimCode::new);
        inventory
                .add(caller.apply(ctx), serial, code)
                .onSuccess(kept -> Created.secret(
                        ctx,
                        "/v2/admin/collars/" + serial,
                        shape(serial, Optional.of(kept)),
                        shape(serial, Optional.empty())))
                .onFailure(ctx::fail);
    }

    private static Buffer shape(String serial, Optional<ClaimCode> code) {
        return StreamedJson.of(json -> {
            json.writeStartObject();
            json.writeStringField("serial", serial);
            if (code.isPresent()) {
                json.writeStringField("claim_code", code.get().text());
            }
            json.writeEndObject();
        });
    }

    public void revoke(RoutingContext ctx) {
        inventory
                .revoke(caller.apply(ctx), new Parameters(ctx).path("serial"))
                .onSuccess(done -> Created.nothing(ctx))
                .onFailure(ctx::fail);
    }

    public void release(RoutingContext ctx) {
        inventory
                .release(caller.apply(ctx), new Parameters(ctx).path("serial"))
                .onSuccess(done -> Created.nothing(ctx))
                .onFailure(ctx::fail);
    }
}
