package ai.petty.simulator;

import ai.petty.client.CollarReading;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;

/** Asks a collar for its readings and its motion when their time has come, and gives them to its courier. */
final class Reporter implements Courier.Wishes {
    private static final double MICROS = 1e6;
    private static final int MOST_IN_FRAME = 500;
    /** Two frames a second at the most, whatever the speed: the server counts frames. */
    private static final long SHORTEST_TICK_MS = 500;

    private static final long LONGEST_TICK_MS = 1_000;
    private static final double MOTION_EVERY_S = 10;
    private static final double LONGEST_WINDOW_S = 60;

    private final Vertx vertx;
    private final SimulatedCollar collar;
    private final CollarClock collarClock;
    private final InstantSource clock;
    private final boolean followsServer;
    private final boolean withMotion;
    private long intervalMicros;
    private double motionEveryS;
    private long nextReading;
    private double motionFromS;
    private long timer = -1;

    Reporter(
            Vertx vertx,
            SimulatedCollar collar,
            CollarClock collarClock,
            InstantSource clock,
            Optional<Duration> reportInterval,
            boolean withMotion) {
        this.vertx = vertx;
        this.collar = collar;
        this.collarClock = collarClock;
        this.clock = clock;
        this.followsServer = reportInterval.isEmpty();
        this.withMotion = withMotion;
        this.intervalMicros = micros(reportInterval.orElse(Duration.ofSeconds(10)));
        this.motionEveryS = Math.max(MOTION_EVERY_S, Math.min(collarClock.speed(), LONGEST_WINDOW_S));
        this.nextReading = collarClock.originMicros();
    }

    @Override
    public void every(Optional<Duration> reportInterval, Optional<Duration> motionEvery) {
        if (followsServer) {
            reportInterval.ifPresent(interval -> intervalMicros = Math.max(1_000, micros(interval)));
        }
        motionEvery.ifPresent(every -> motionEveryS = Math.max(1, every.toMillis() / 1000.0));
    }

    void start(Courier courier) {
        tick(courier);
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void tick(Courier courier) {
        var half = Math.round(intervalMicros / 1000.0 / collarClock.speed() / 2);
        timer = vertx.setTimer(Math.clamp(half, SHORTEST_TICK_MS, LONGEST_TICK_MS), _ -> tick(courier));
        var now = collarClock.at(clock.instant());
        readings(courier, now);
        if (withMotion) {
            motion(courier, (now - collarClock.originMicros()) / MICROS);
        }
    }

    private void readings(Courier courier, long now) {
        var due = new ArrayList<CollarReading>();
        for (; nextReading <= now; nextReading += intervalMicros) {
            due.add(collar.reading(nextReading));
            if (due.size() == MOST_IN_FRAME) {
                courier.readings(due);
                due = new ArrayList<>();
            }
        }
        if (!due.isEmpty()) {
            courier.readings(due);
        }
    }

    private void motion(Courier courier, double nowS) {
        var length = Math.min(motionEveryS, LONGEST_WINDOW_S);
        while (motionFromS + length <= nowS) {
            var window = collar.motion(motionFromS, motionFromS + length);
            window.frame().ifPresent(courier::motion);
            // asked for more seldom than the longest window, it leaves a gap
            motionFromS = Math.max(window.untilS(), motionEveryS > length ? motionFromS + motionEveryS : 0);
        }
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }
}
