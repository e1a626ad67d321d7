package ai.petty.app;

import static ai.petty.http.Route.counted;

import ai.petty.http.Access;
import ai.petty.http.Route;
import ai.petty.http.v1.PetPlanRoute;
import ai.petty.http.v1.SubmitFeedbackRoute;
import ai.petty.http.v2.FeedbackRoute;
import ai.petty.http.v2.PlanRoute;
import ai.petty.limits.LimitName;
import ai.petty.pets.Actor;
import ai.petty.pets.CollarDirectory;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** What a pet needs, and what its people say to what was found of it. */
record CareRoutes(CareWing wing, CollarDirectory collars, InstantSource clock, Function<RoutingContext, Actor> caller) {
    /** @param readers who may read without a credential, if anybody */
    List<Route> v1(Access readers) {
        return List.of(
                Route.of("getPetPlan", new PetPlanRoute(collars::find, wing.plans(), clock, caller))
                        .access(readers)
                        .limitedBy(LimitName.V1_REALTIME),
                Route.of(
                                "submitFeedback",
                                new SubmitFeedbackRoute(wing.feedback().feedbacks(), caller))
                        .limitedBy(LimitName.V1_FEEDBACK));
    }

    List<Route> v2() {
        var feedback = new FeedbackRoute(wing.feedback().feedbacks(), caller);
        return List.of(
                counted("getPlan", new PlanRoute(wing.plans(), caller)),
                Route.of("giveFeedback", feedback::give).limitedBy(LimitName.V1_FEEDBACK),
                counted("getFeedback", feedback::get),
                counted("listFeedback", feedback::list));
    }
}
