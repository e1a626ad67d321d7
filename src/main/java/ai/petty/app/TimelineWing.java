package ai.petty.app;

import ai.petty.config.PettyConfig;
import ai.petty.http.v2.EventJson;
import ai.petty.inference.BehaviourSearch;
import ai.petty.inference.Behaviours;
import ai.petty.live.LiveFeed;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import ai.petty.timeline.Calibration;
import ai.petty.timeline.Corrections;
import ai.petty.timeline.EpisodeFollower;
import ai.petty.timeline.EpisodeNews;
import ai.petty.timeline.Freshness;
import ai.petty.timeline.Timeline;
import ai.petty.timeline.Waiting;
import ai.petty.timeline.days.Baselines;
import ai.petty.timeline.days.Days;
import ai.petty.timeline.days.Goals;
import ai.petty.timeline.days.Sealing;
import ai.petty.timeline.days.Trends;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The rooms that tell what pets did, joined.
 *
 * @param follower to be told what is evaluated
 */
record TimelineWing(
        Timeline timeline,
        Days days,
        Baselines baselines,
        Trends trends,
        EpisodeFollower follower,
        Sealing sealing,
        BehaviourSearch search,
        InstantSource clock) {
    /** Viewers ask back less than a minute. */
    private static final Duration GONE_KEPT = Duration.ofHours(1);

    /** What evaluates, and what people have said of it. */
    record Joints(Freshness freshness, Corrections corrections, Calibration calibration, Goals goals) {
        static final Joints NONE =
                new Joints(Freshness.NONE, Corrections.NONE, Calibration.NONE, Goals.BY_AGE_AND_SIZE);
    }

    static TimelineWing of(
            Vertx vertx,
            PettyConfig.Timeline config,
            Database store,
            LiveFeed live,
            Joints joints,
            InstantSource clock,
            MeterRegistry meters) {
        var search = new BehaviourSearch(store);
        var waiting = new Waiting(vertx, joints.freshness(), config.longestWait());
        var timeline = new Timeline(search, joints.corrections(), joints.calibration(), waiting);
        var days = new Days(store, new Behaviours(store), search, joints.goals(), clock);
        var sealing = new Sealing(store, days, search, config.sealAfter(), config.sealBatch(), clock, meters);
        live.follow(new EpisodeNews(search, timeline, EventJson::object));
        return new TimelineWing(
                timeline,
                days,
                new Baselines(days),
                new Trends(days),
                new EpisodeFollower(live::hurry),
                sealing,
                search,
                clock);
    }

    /** Seals what is due, and forgets what no viewer asks for any more. */
    Future<Void> upkeep() {
        return Future.join(
                        sealing.run(),
                        search.forgetGone(Micros.of(clock.instant().minus(GONE_KEPT))))
                .mapEmpty();
    }
}
