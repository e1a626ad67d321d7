package ai.petty.history;

import ai.petty.ingest.CommitListener.Stored;
import ai.petty.ingest.Reading;
import ai.petty.pets.location.PositionView;
import java.util.Optional;

/** What was stored, as one viewer sees it: every position passes through their view of the pet. */
public final class Seen {
    private Seen() {}

    public static Stored by(PositionView view, Stored stored) {
        var reading = stored.reading();
        if (reading.latE6() == null || reading.lonE6() == null) {
            return stored;
        }
        return new Stored(stored.pairingId(), by(view, reading), stored.receivedAt());
    }

    private static Reading by(PositionView view, Reading reading) {
        var position = Fix.of(reading).flatMap(fix -> by(view, fix));
        return new Reading(
                reading.t(),
                reading.n(),
                reading.hr(),
                reading.br(),
                reading.activity(),
                position.map(Fix::latE6).orElse(null),
                position.map(Fix::lonE6).orElse(null),
                position.map(Fix::accuracyM).orElse(null),
                reading.temperatureC(),
                reading.batteryPct());
    }

    static Optional<Fix> by(PositionView view, Fix fix) {
        return view.see(fix.latE6(), fix.lonE6(), fix.accuracyM())
                .map(place -> new Fix(fix.t(), place.latE6(), place.lonE6(), place.accuracyM()));
    }

    static Latest by(PositionView view, Latest latest) {
        return new Latest(
                latest.serial(), by(view, latest.newest()), latest.position().flatMap(fix -> by(view, fix)));
    }

    static Realtime by(PositionView view, Realtime realtime) {
        return new Realtime(
                realtime.t(),
                realtime.hr(),
                realtime.activity(),
                realtime.position().flatMap(fix -> by(view, fix)));
    }
}
