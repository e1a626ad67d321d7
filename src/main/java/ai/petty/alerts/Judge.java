package ai.petty.alerts;

import ai.petty.alerts.rules.Change;
import ai.petty.alerts.rules.Geofence;
import ai.petty.alerts.rules.HighHeartRate;
import ai.petty.alerts.rules.Inactivity;
import ai.petty.alerts.rules.LowBattery;
import ai.petty.alerts.rules.Rule;
import ai.petty.config.PettyConfig;
import ai.petty.ingest.CommitListener.Stored;
import ai.petty.ingest.Reading;
import ai.petty.pets.location.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes one pairing's readings through all rules. */
final class Judge {
    private static final int NANOS = 1_000;

    private final HighHeartRate heart;
    private final Inactivity rest;
    private final Geofence fence;
    private final LowBattery battery;
    private final long liveWindow;

    Judge(PettyConfig.Alerts config) {
        this.heart = new HighHeartRate(config.heartRate());
        this.rest = new Inactivity(config.inactivity());
        this.fence = new Geofence(config.geofence());
        this.battery = new LowBattery(config.battery());
        this.liveWindow = config.liveWindow().toNanos() / NANOS;
    }

    /**
     * What a rule has found.
     *
     * @param place where the pet was then; empty where that is unknown
     */
    record Finding(Rule rule, Change change, Optional<Place> place) {}

    /** @param findings in the order of their time */
    record Verdict(Memory memory, List<Finding> findings) {}

    /** @param fresh in the order of their time; what a rule knows already it is not told again */
    Verdict hear(Memory before, List<Stored> fresh, Circumstances pet) {
        var findings = new ArrayList<Finding>();
        var memory = before;
        for (var stored : fresh) {
            var isLive = isLive(stored);
            memory = hear(memory, stored.reading(), isLive, pet, findings);
            if (isLive) {
                memory = memory.with(memory.reports().with(stored.receivedAt()));
            }
        }
        return new Verdict(memory, findings);
    }

    private boolean isLive(Stored stored) {
        return stored.receivedAt() - stored.reading().t() <= liveWindow;
    }

    private Memory hear(Memory before, Reading reading, boolean isLive, Circumstances pet, List<Finding> findings) {
        var memory = before;
        var place = place(reading);
        var activity = reading.activity();
        if (activity != null && memory.isNews(Rule.INACTIVITY, reading)) {
            var turn = rest.step(memory.rest(), new Inactivity.Posture(reading.t(), activity == 0, isLive), pet.zone());
            note(Rule.INACTIVITY, turn.change(), place, findings);
            memory = memory.with(turn.state()).told(Rule.INACTIVITY, reading);
        }
        var hr = reading.hr();
        if (activity != null
                && hr != null
                && (activity != 0 || pet.restingBpm().isPresent())
                && memory.isNews(Rule.HIGH_HEART_RATE, reading)) {
            var beat = new HighHeartRate.Beat(reading.t(), hr, activity == 0, isLive);
            var turn = heart.step(memory.heart(), beat, pet.restingBpm());
            note(Rule.HIGH_HEART_RATE, turn.change(), place, findings);
            memory = memory.with(turn.state()).told(Rule.HIGH_HEART_RATE, reading);
        }
        if (place.isPresent() && pet.zones().isPresent() && memory.isNews(Rule.GEOFENCE, reading)) {
            var fix = new Geofence.Fix(
                    reading.t(),
                    place.get().latE6(),
                    place.get().lonE6(),
                    place.get().accuracyM(),
                    pet.isAccompanied(reading.t()),
                    isLive);
            var turn = fence.step(memory.fence(), fix, pet.zones().get());
            note(Rule.GEOFENCE, turn.change(), place, findings);
            memory = memory.with(turn.state()).told(Rule.GEOFENCE, reading);
        }
        var charge = reading.batteryPct();
        if (charge != null && memory.isNews(Rule.LOW_BATTERY, reading)) {
            var turn = battery.step(memory.battery(), reading.t(), charge, isLive);
            note(Rule.LOW_BATTERY, turn.change(), place, findings);
            memory = memory.with(turn.state()).told(Rule.LOW_BATTERY, reading);
        }
        return memory;
    }

    /** Nothing has come until {@code now}, microseconds since 1970 UTC; or the pet's zones have changed. */
    Verdict silence(Memory before, long now, Circumstances pet) {
        if (pet.zones().isEmpty()) {
            return new Verdict(before, List.of());
        }
        var turn = fence.silence(
                before.fence(), now, pet.isAccompanied(now), pet.zones().get());
        var findings = new ArrayList<Finding>();
        note(Rule.GEOFENCE, turn.change(), Optional.empty(), findings);
        return new Verdict(before.with(turn.state()), findings);
    }

    /** When {@link #silence} may find something; microseconds since 1970 UTC. */
    OptionalLong due(Memory memory) {
        return fence.due(memory.fence());
    }

    private static void note(Rule rule, Optional<Change> change, Optional<Place> place, List<Finding> findings) {
        change.ifPresent(found -> findings.add(new Finding(rule, found, place)));
    }

    private static Optional<Place> place(Reading reading) {
        var lat = reading.latE6();
        var lon = reading.lonE6();
        return lat == null || lon == null ? Optional.empty() : Optional.of(new Place(lat, lon, reading.accuracyM()));
    }
}
