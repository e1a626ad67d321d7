package ai.petty.app;

import static ai.petty.http.Route.counted;

import ai.petty.http.Route;
import ai.petty.http.v2.DaysRoute;
import ai.petty.http.v2.TimelineRoute;
import ai.petty.pets.Actor;
import ai.petty.pets.Pets;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;

/** What pets did, and how they are by that. */
record TimelineRoutes(TimelineWing wing, Pets pets, Function<RoutingContext, Actor> caller) {
    List<Route> routes() {
        var days = new DaysRoute(pets, wing.timeline(), wing.days(), wing.baselines(), wing.trends(), caller);
        return List.of(
                counted("getTimeline", new TimelineRoute(pets, wing.timeline(), caller)),
                counted("getDay", days::day),
                counted("getTrends", days::trends),
                counted("getBaseline", days::baseline),
                counted("getWellness", days::wellness));
    }
}
