package ai.petty.app;

import ai.petty.http.ApiVersion;
import ai.petty.http.Contract;
import ai.petty.http.Docs;
import ai.petty.http.Door;
import ai.petty.http.Health;
import ai.petty.http.KeySet;
import ai.petty.http.Route;
import ai.petty.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.List;

/** The contracts of both versions, from which every route is mounted. */
record Contracts(Contract v1, Contract v2) {
    static Future<Contracts> load(Vertx vertx) {
        return Future.all(Contract.load(vertx, "openapi/v1.yaml"), Contract.load(vertx, "openapi/v2.yaml"))
                .map(both -> new Contracts(both.resultAt(0), both.resultAt(1)));
    }

    /** The root router of one event loop. */
    Router router(Vertx vertx, Door door, Handlers handlers, Health health, KeySet keys) {
        var unversioned = Router.router(vertx);
        health.mountPublic(unversioned);
        Docs.mount(unversioned);
        keys.mount(unversioned);
        return door.router(
                vertx,
                List.of(
                        routes(vertx, ApiVersion.V1, v1, handlers.v1(v1)),
                        routes(vertx, ApiVersion.V2, v2, handlers.v2(v2))),
                unversioned);
    }

    private static Routes routes(Vertx vertx, ApiVersion version, Contract contract, List<Route> routes) {
        return new Routes(
                version,
                routes,
                id -> {
                    var operation = contract.operation(id);
                    return new Routes.Place(operation.method(), operation.template(), operation.needs());
                },
                contract.router(vertx, Routes.handlers(routes), Routes.ownDecoders(routes)));
    }
}
