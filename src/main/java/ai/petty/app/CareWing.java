package ai.petty.app;

import ai.petty.feedback.FeedbackVerticle;
import ai.petty.feedback.StoredMotion;
import ai.petty.inference.MotionWindows;
import ai.petty.plan.DayActivity;
import ai.petty.plan.OpenAlerts;
import ai.petty.plan.Plans;
import ai.petty.timeline.days.Days;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** The rooms that say what a pet needs and hear what its people say to what was found, joined. */
record CareWing(Plans plans, FeedbackVerticle feedback) {
    static FeedbackVerticle feedback(Insights.Means means, Insights.Ground ground) {
        var windows = new MotionWindows(means.vertx(), ground.store());
        return new FeedbackVerticle(
                ground.store(),
                ground.cipher(),
                ground.homes().pets(),
                new StoredMotion(windows),
                means.config().feedback().refresh(),
                means.clock());
    }

    static CareWing of(
            Insights.Means means, Insights.Ground ground, FeedbackVerticle feedback, Days days, OpenAlerts alerts) {
        var homes = ground.homes();
        return new CareWing(
                new Plans(homes.pets(), homes.keeping(), new DayActivity(days), alerts, means.clock()), feedback);
    }

    /** @return ends what runs for them */
    Future<Supplier<Future<Void>>> open(Insights.Means means) {
        return means.vertx()
                .deployVerticle(feedback)
                .map(id -> () -> means.vertx().undeploy(id));
    }
}
