package ai.petty.simulator;

import ai.petty.client.CollarReading;
import ai.petty.client.Frame;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Brings what one collar measured to the server, by one way, and keeps it until the server has it. */
interface Courier {
    void start();

    void readings(List<CollarReading> readings);

    /** A way that takes no motion lets it go. */
    void motion(Frame.Motion window);

    /** Waits until all was answered, or for {@code bound}. */
    Future<Void> drain(Duration bound);

    Future<Void> stop();

    FleetProgress progress();

    /** Hears of readings that the server has. */
    @FunctionalInterface
    interface Receipts {
        void stored(List<CollarReading> readings);
    }

    /** Hears what the server would like. */
    @FunctionalInterface
    interface Wishes {
        void every(Optional<Duration> reportInterval, Optional<Duration> motionEvery);
    }
}
