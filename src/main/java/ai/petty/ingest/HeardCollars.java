package ai.petty.ingest;

import ai.petty.identity.Principal;
import ai.petty.pets.BatteryLevel;
import ai.petty.pets.Collar;
import ai.petty.pets.CollarProgress;
import ai.petty.store.Micros;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The collars of one body, and what its readings say of how they are. */
final class HeardCollars {
    private final boolean speakForThemselves;
    private final Instant now;
    private final Map<Long, Newest> collarToNewest = new HashMap<>();

    /** Times in microseconds since 1970 UTC. */
    private record Newest(long t, @Nullable Float batteryPct, long batteryT) {
        static final Newest NONE = new Newest(Long.MIN_VALUE, null, Long.MIN_VALUE);

        Newest with(Reading reading) {
            var tellsBattery = reading.batteryPct() != null && reading.t() >= batteryT;
            return new Newest(
                    Math.max(t, reading.t()),
                    tellsBattery ? reading.batteryPct() : batteryPct,
                    tellsBattery ? reading.t() : batteryT);
        }
    }

    HeardCollars(Principal sender, Instant now) {
        this.speakForThemselves = sender instanceof Principal.Collar;
        this.now = now;
    }

    void add(Collar collar, Reading reading) {
        collarToNewest.merge(collar.collarId(), Newest.NONE.with(reading), (before, added) -> before.with(reading));
    }

    /**
     * To be called once the readings are stored. A phone that brings what a collar measured yesterday has not heard of it since
     * then; and no clock that runs ahead makes it heard in the future.
     */
    void tell(CollarProgress progress) {
        collarToNewest.forEach((collarId, newest) -> progress.heard(
                collarId,
                speakForThemselves ? now : notAfterNow(newest.t()),
                Optional.ofNullable(newest.batteryPct())
                        .map(left -> new BatteryLevel(left, notAfterNow(newest.batteryT())))));
    }

    private Instant notAfterNow(long t) {
        var at = Micros.instant(t);
        return at.isAfter(now) ? now : at;
    }
}
