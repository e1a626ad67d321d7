package ai.petty.app;

import ai.petty.alerts.lost.LostPets;
import ai.petty.http.Access;
import ai.petty.http.Route;
import ai.petty.http.v2.Caller;
import ai.petty.pets.CollarDirectory;
import ai.petty.pets.Pets;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** What is asked of the rooms that make something of what is stored. */
record InsightRoutes(Insights insights, Pets pets, CollarDirectory collars, LostPets lost, InstantSource clock) {
    /** @param readers who may read without a credential, if anybody */
    List<Route> v1(Access readers) {
        return care().v1(readers);
    }

    List<Route> v2() {
        var precision = Joins.precision(insights.care().feedback().precision());
        return Stream.of(
                        new InferenceRoutes(insights.motion(), precision).routes(),
                        new TimelineRoutes(insights.told(), pets, Caller::actor).routes(),
                        new AlertRoutes(insights.alerts(), lost, clock, Caller::actor).routes(),
                        new NotificationRoutes(insights.notifications(), Caller::actor).routes(),
                        care().v2())
                .flatMap(List::stream)
                .toList();
    }

    private CareRoutes care() {
        return new CareRoutes(insights.care(), collars, clock, Caller::actor);
    }
}
