package ai.petty.app;

import static ai.petty.http.Route.counted;

import ai.petty.alerts.lost.LostPets;
import ai.petty.http.Access;
import ai.petty.http.Route;
import ai.petty.http.v2.AlertsRoute;
import ai.petty.http.v2.CompanionRoute;
import ai.petty.http.v2.LostModeRoute;
import ai.petty.pets.Actor;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** What people do about alerts, and about pets that are lost. */
record AlertRoutes(AlertsWing wing, LostPets lost, InstantSource clock, Function<RoutingContext, Actor> caller) {
    List<Route> routes() {
        var alerts = new AlertsRoute(wing.alerts(), caller);
        var companion = new CompanionRoute(wing.companions(), caller);
        var lostMode = new LostModeRoute(lost, clock, caller);
        return List.of(
                counted("listAlerts", alerts::list),
                counted("acknowledgeAlert", alerts::acknowledge),
                counted("resolveAlert", alerts::resolve),
                counted("getCompanions", companion::list),
                counted("putCompanion", companion::put),
                counted("deleteCompanion", companion::delete),
                counted("getLostMode", lostMode::get),
                counted("putLostMode", lostMode::put),
                counted("deleteLostMode", lostMode::delete),
                counted("getShared", lostMode::shared).access(Access.OPEN));
    }
}
