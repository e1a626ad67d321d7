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
    record Process(Vertx vertx, PettyConfig config, Readiness readiness, InstantSource clock, MeterRegistry registry) {}

    /** The rooms that they stand on. */
    record Ground(
            Database store, FieldCipher cipher, Acts acts, AccountsWing accounts, Households homes, LiveFeed live) {}

    static Future<Insights> open(Process process, Ground ground, Stops stops) {
        return MotionWing.open(process.vertx(), process.config(), process.registry())
                .onSuccess(wing -> {
                    stops.push(wing.stop()::now);
                    process.readiness().dependsOn(wing);
                })
                .compose(motion -> open(process, ground, motion, stops));
    }

    private static Future<Insights> open(Process process, Ground ground, MotionWing motion, Stops stops) {
        var followers = new ArrayList<EvaluationFollower>();
        var behaviour = behaviour(process, ground, motion, followers);
        var feedback = CareWing.feedback(process, ground, motion);
        var told = told(process, ground, behaviour, feedback, stops);
        var notifications = notifications(process, ground, stops);
        var alerts = alerts(process, ground, told, notifications, stops);
        followers.addAll(List.of(told.follower(), alerts.follower()));
        var care = CareWing.of(process, ground, feedback, Joins.open(alerts.alerts()));
        return care.open(process)
                .onSuccess(stops::push)
                .compose(opened -> behaviour.open(process.vertx()))
                .onSuccess(stops::push)
                .map(opened -> new Insights(motion, behaviour, care, told, alerts, notifications));
    }

    /** @param followers may be added to until it is opened */
    private static BehaviourWing behaviour(
            Process process, Ground ground, MotionWing motion, List<EvaluationFollower> followers) {
        var neighbours = new BehaviourWing.Neighbours(Optional.of(motion.labeller()), new Seals(), followers);
        return BehaviourWing.of(ground.store(), process.config(), neighbours, process.clock(), process.registry());
    }

    private static TimelineWing told(
            Process process, Ground ground, BehaviourWing behaviour, FeedbackVerticle feedback, Stops stops) {
        var joints = new TimelineWing.Joints(
                behaviour.evaluation()::evaluated,
                Joins.corrections(feedback.corrections()),
                Joins.calibration(feedback.calibration()),
                Goals.BY_AGE_AND_SIZE);
        var config = process.config().timeline();
        var wing = TimelineWing.of(
                process.vertx(), config, ground.store(), ground.live(), joints, process.clock(), process.registry());
        stops.push(Upkeep.every(process.vertx(), config.sealInterval(), "days of pets", wing::upkeep));
        return wing;
    }

    private static NotificationsWing notifications(Process process, Ground ground, Stops stops) {
        var wing = NotificationsWing.open(
                process.vertx(),
                process.config(),
                new NoticeGround(
                        ground.store(),
                        ground.cipher(),
                        ground.accounts().identity().accounts(),
                        ground.homes().pets(),
                        ground.accounts().post(),
                        process.clock()),
                ground.acts(),
                process.registry());
        stops.push(wing.stop());
        return wing;
    }

    private static AlertsWing alerts(
            Process process, Ground ground, TimelineWing told, NotificationsWing notifications, Stops stops) {
        var homes = ground.homes();
        var wing = AlertsWing.of(
                new AlertsWing.Ground(ground.store(), homes.pets(), homes.zones(), ground.acts(), process.clock()),
                process.config(),
                notifications.notifier(),
                Joins.hearts(told.baselines()));
        ground.live().follow(wing.news());
        stops.push(wing.keepUp(process.vertx(), process.config().alerts()));
        return wing;
    }
}
