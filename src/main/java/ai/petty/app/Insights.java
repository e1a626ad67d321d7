package ai.petty.app;

import ai.petty.config.PettyConfig;
import ai.petty.feedback.FeedbackVerticle;
import ai.petty.identity.Acts;
import ai.petty.inference.EvaluationFollower;
import ai.petty.live.LiveFeed;
import ai.petty.notifications.NoticeGround;
import ai.petty.observability.Readiness;
import ai.petty.privacy.FieldCipher;
import ai.petty.store.Database;
import ai.petty.timeline.days.Goals;
import ai.petty.timeline.days.Seals;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rooms that make something of what is stored, joined: what pets do, how their days are, what is wrong with them, what they need,
 * what their people say to it, and how those are told.
 */
public record Insights(
        MotionWing motion,
        BehaviourWing behaviour,
        CareWing care,
        TimelineWing told,
        AlertsWing alerts,
        NotificationsWing notifications) {
    /** What every room of a process is given. */
    record Means(Vertx vertx, PettyConfig config, Readiness readiness, InstantSource clock, MeterRegistry registry) {}

    /** The rooms that they stand on. */
    record Ground(
            Database store, FieldCipher cipher, Acts acts, AccountsWing accounts, Households homes, LiveFeed live) {}

    static Future<Insights> open(Means means, Ground ground, Stops stops) {
        return MotionWing.open(means.vertx(), means.config(), means.registry())
                .onSuccess(wing -> {
                    stops.push(wing.stop()::now);
                    means.readiness().dependsOn(wing);
                })
                .compose(motion -> open(means, ground, motion, stops));
    }

    private static Future<Insights> open(Means means, Ground ground, MotionWing motion, Stops stops) {
        var followers = new ArrayList<EvaluationFollower>();
        var behaviour = behaviour(means, ground, motion, followers);
        var feedback = CareWing.feedback(means, ground);
        var told = told(means, ground, behaviour, feedback, stops);
        var notifications = notifications(means, ground, stops);
        var alerts = alerts(means, ground, told, notifications, stops);
        followers.addAll(List.of(told.follower(), alerts.follower()));
        var care = CareWing.of(means, ground, feedback, told.days(), Joins.open(alerts.alerts()));
        return care.open(means)
                .onSuccess(stops::push)
                .compose(opened -> behaviour.open(means.vertx()))
                .onSuccess(stops::push)
                .map(opened -> new Insights(motion, behaviour, care, told, alerts, notifications));
    }

    /** @param followers may be added to until it is opened */
    private static BehaviourWing behaviour(
            Means means, Ground ground, MotionWing motion, List<EvaluationFollower> followers) {
        var neighbours = new BehaviourWing.Neighbours(Optional.of(motion.labeller()), new Seals(), followers);
        return BehaviourWing.of(ground.store(), means.config(), neighbours, means.clock(), means.registry());
    }

    private static TimelineWing told(
            Means means, Ground ground, BehaviourWing behaviour, FeedbackVerticle feedback, Stops stops) {
        var joints = new TimelineWing.Joints(
                behaviour.evaluation()::evaluated,
                Joins.corrections(feedback.corrections()),
                Joins.calibration(feedback.calibration()),
                Goals.BY_AGE_AND_SIZE);
        var config = means.config().timeline();
        var wing = TimelineWing.of(
                means.vertx(), config, ground.store(), ground.live(), joints, means.clock(), means.registry());
        stops.push(Upkeep.every(means.vertx(), config.sealInterval(), "days of pets", wing::upkeep));
        return wing;
    }

    private static NotificationsWing notifications(Means means, Ground ground, Stops stops) {
        var wing = NotificationsWing.open(
                means.vertx(),
                means.config(),
                new NoticeGround(
                        ground.store(),
                        ground.cipher(),
                        ground.accounts().identity().accounts(),
                        ground.homes().pets(),
                        ground.accounts().post(),
                        means.clock()),
                ground.acts(),
                means.registry());
        ground.live().respect(wing.preferences()::unwantedLive);
        stops.push(wing.stop());
        return wing;
    }

    private static AlertsWing alerts(
            Means means, Ground ground, TimelineWing told, NotificationsWing notifications, Stops stops) {
        var homes = ground.homes();
        var wing = AlertsWing.of(
                new AlertsWing.Ground(ground.store(), homes.pets(), homes.zones(), ground.acts(), means.clock()),
                means.config(),
                notifications.notifier(),
                Joins.hearts(told.baselines()));
        ground.live().follow(wing.news());
        stops.push(wing.keepUp(means.vertx(), means.config().alerts()));
        return wing;
    }
}
