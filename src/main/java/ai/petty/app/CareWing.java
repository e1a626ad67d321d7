package ai.petty.app;

import ai.petty.feedback.FeedbackVerticle;
import ai.petty.feedback.WindowEvidence;
import ai.petty.inference.Behaviours;
import ai.petty.plan.BinActivity;
import ai.petty.plan.OpenAlerts;
import ai.petty.plan.Plans;
import ai.petty.privacy.FieldCipher;
import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;

/** The rooms that say what a pet needs and hear what its people say to what was found, joined. */
record CareWing(Plans plans, FeedbackVerticle feedback, String deploymentId) {
    /** @param refresh how often it is looked what people said in other processes */
    static Future<CareWing> open(
            Vertx vertx,
            Database database,
            FieldCipher cipher,
            Households households,
            Duration refresh,
            InstantSource clock) {
        var feedback = new FeedbackVerticle(database, cipher, households.pets(), WindowEvidence.NONE, refresh, clock);
        var plans = new Plans(
                households.pets(),
                households.keeping(),
                new BinActivity(new Behaviours(database)),
                OpenAlerts.NONE,
                clock);
        return vertx.deployVerticle(feedback).map(id -> new CareWing(plans, feedback, id));
    }
}
