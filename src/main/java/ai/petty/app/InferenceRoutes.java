package ai.petty.app;

import ai.petty.http.Route;
import ai.petty.http.v2.InferenceRoute;
import ai.petty.inference.motion.LivePrecision;
import ai.petty.limits.LimitName;
import java.util.List;

/** The motion model, for those who ask it directly. */
record InferenceRoutes(MotionWing motion, LivePrecision precision) {
    List<Route> routes() {
        var route = new InferenceRoute(motion.labeller(), motion.facts(), precision);
        return List.of(
                Route.of("inferMotion", route::infer).limitedBy(LimitName.V2_INFERENCE),
                Route.counted("getModel", route::model));
    }
}
