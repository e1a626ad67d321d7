package ai.petty.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one version answers.
 *
 * @param version which one
 * @param routes its operations
 * @param places where the contract puts an operation, by its id
 * @param validated a router that checks a request by the contract, then calls the operation's handler; asked only for the
 *     operations without a decoder of their own
 */
public record Routes(ApiVersion version, List<Route> routes, Function<String, Place> places, Router validated) {

    /**
     * An operation's place in the contract.
     *
     * @param path the whole path, version first: {@code /v2/pets/{pet_id}/latest}
     */
    public record Place(HttpMethod method, String path, Needs needs) {}

    /** The handlers by operation id, as the contract's router wants them. */
    public static Map<String, Handler<RoutingContext>> handlers(List<Route> routes) {
        return routes.stream().collect(Collectors.toMap(Route::operationId, Route::handler));
    }

    /** The operations with a decoder of their own, as the contract's router wants them. */
    public static Set<String> ownDecoders(List<Route> routes) {
        return routes.stream().filter(Route::ownDecoder).map(Route::operationId).collect(Collectors.toSet());
    }
}
