package ai.petty.http;

import ai.petty.limits.LimitName;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * One operation of a contract and what answers it.
 *
 * @param operationId its name in the contract
 * @param handler answers, or fails the context with a {@link ai.petty.problem.Refusal}
 * @param access who may come in
 * @param perCaller the limit that the door takes one token of for each request of the same caller
 * @param ownDecoder the handler checks parameters and body itself; it is called without the contract's validation
 * @param lasting the answer is a stream that stays open, so its time is not measured
 */
public record Route(
        String operationId,
        Handler<RoutingContext> handler,
        Access access,
        Optional<LimitName> perCaller,
        boolean ownDecoder,
        boolean lasting) {

    /** A route for callers with a credential, validated by the contract. */
    public static Route of(String operationId, Handler<RoutingContext> handler) {
        return new Route(operationId, handler, Access.CREDENTIAL, Optional.empty(), false, false);
    }

    /** As {@link #of}, and each request counts against what its account may read. */
    public static Route counted(String operationId, Handler<RoutingContext> handler) {
        return of(operationId, handler).limitedBy(LimitName.V2_READS);
    }

    /** The same, answered by another handler. */
    public Route answeredBy(Handler<RoutingContext> other) {
        return new Route(operationId, other, access, perCaller, ownDecoder, lasting);
    }

    public Route access(Access whom) {
        return new Route(operationId, handler, whom, perCaller, ownDecoder, lasting);
    }

    public Route limitedBy(LimitName limit) {
        return new Route(operationId, handler, access, Optional.of(limit), ownDecoder, lasting);
    }

    public Route withOwnDecoder() {
        return new Route(operationId, handler, access, perCaller, true, lasting);
    }

    public Route thatLasts() {
        return new Route(operationId, handler, access, perCaller, ownDecoder, true);
    }
}
