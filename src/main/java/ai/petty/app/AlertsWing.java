package ai.petty.app;

import ai.petty.alerts.AlertNews;
import ai.petty.alerts.Alerting;
import ai.petty.alerts.Alerts;
import ai.petty.alerts.Companions;
import ai.petty.alerts.Ledger;
import ai.petty.alerts.RestingHeart;
import ai.petty.alerts.Surroundings;
import ai.petty.alerts.Sweep;
import ai.petty.alerts.lost.LostCollars;
import ai.petty.alerts.lost.LostPets;
import ai.petty.config.PettyConfig;
import ai.petty.history.History;
import ai.petty.identity.Acts;
import ai.petty.inference.EvaluationFollower;
import ai.petty.ingest.UplinkSessions;
import ai.petty.live.NewsSource;
import ai.petty.notifications.Notifier;
import ai.petty.pets.CollarProgress;
import ai.petty.pets.Pets;
import ai.petty.pets.zones.Zones;
import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The room of alerts, joined.
 *
 * @param follower judges what an evaluation has found new
 * @param news what viewers are shown
 */
public record AlertsWing(
        Ground ground,
        EvaluationFollower follower,
        Sweep sweep,
        Alerts alerts,
        Companions companions,
        NewsSource news) {
    /** Until there is somebody who takes what people are to be told. */
    static final Notifier NOBODY = (transaction, notification) -> Future.succeededFuture();

    /** What it stands on. */
    record Ground(Database database, Pets pets, Zones zones, Acts acts, InstantSource clock) {}

    static AlertsWing of(Ground ground, PettyConfig config, Notifier notifier, RestingHeart hearts) {
        var alerts = config.alerts();
        var database = ground.database();
        var clock = ground.clock();
        var ledger = new Ledger(notifier);
        var surroundings = new Surroundings(ground.zones(), hearts);
        var sweep = new Sweep(database, alerts, longestSilence(config), ledger, surroundings, clock);
        ground.zones().follow(sweep::zonesChanged);
        return new AlertsWing(
                ground,
                new Alerting(alerts, ledger, surroundings, clock),
                sweep,
                new Alerts(database, ledger, ground.pets(), ground.acts(), clock),
                new Companions(
                        database,
                        ground.pets(),
                        ground.acts(),
                        alerts.companion().longest(),
                        clock),
                new AlertNews(database));
    }

    /** So many reports missed, and the time after which it is written down that one has come. */
    static Duration longestSilence(PettyConfig config) {
        return config.uplink()
                .reportInterval()
                .multipliedBy(config.alerts().offline().reportIntervals())
                .plus(CollarProgress.FLUSH_INTERVAL);
    }

    /** @return ends what runs for it */
    Supplier<Future<Void>> keepUp(Vertx vertx, PettyConfig.Alerts config) {
        var sweeping = Upkeep.every(
                vertx, config.sweepInterval(), "alerts", () -> sweep.run().mapEmpty());
        var tidying = Upkeep.every(
                vertx,
                Upkeep.OFTEN,
                "what alerts have left",
                () -> Future.join(sweep.tidy(), companions.prune()).mapEmpty());
        return () -> Future.join(sweeping.get(), tidying.get()).mapEmpty();
    }

    /**
     * Pets that are looked for, once the collars of this process can be reached.
     *
     * @param stops is given what ends what runs for them
     */
    LostPets lost(Vertx vertx, PettyConfig config, UplinkSessions uplinks, History history, Stops stops) {
        var collars = new LostCollars(vertx, ground.database(), uplinks::reportEvery, ground.clock());
        collars.start(config.alerts().lostMode().pollInterval());
        var lost = new LostPets(
                ground.database(),
                ground.pets(),
                history,
                collars,
                ground.acts(),
                config.alerts().lostMode(),
                ground.clock());
        var ending = Upkeep.every(vertx, config.alerts().sweepInterval(), "searches that are over", lost::endDue);
        stops.push(() -> {
            collars.stop();
            return ending.get();
        });
        return lost;
    }
}
