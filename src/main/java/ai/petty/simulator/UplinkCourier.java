package ai.petty.simulator;

import static ai.petty.client.UplinkCounter.*;

import ai.petty.client.CollarReading;
import ai.petty.client.Frame;
import ai.petty.client.ServerFrame;
import ai.petty.client.UplinkClient;
import ai.petty.client.UplinkListener;
import ai.petty.client.UplinkOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** By the WebSocket uplink. */
final class UplinkCourier implements Courier {
    private final UplinkClient uplink;

    UplinkCourier(
            Vertx vertx,
            WebSocketClient sockets,
            UplinkOptions options,
            InstantSource clock,
            Receipts receipts,
            Wishes wishes) {
        this.uplink = new UplinkClient(vertx, sockets, options, clock, new UplinkListener() {
            @Override
            public void acknowledged(Acknowledgement acknowledgement) {
                if (acknowledgement.frame() instanceof Frame.Readings(var readings)) {
                    receipts.stored(without(readings, acknowledgement.rejected()));
                }
            }

            @Override
            public void configured(Optional<Duration> reportInterval, Optional<Duration> motionEvery) {
                wishes.every(reportInterval, motionEvery);
            }
        });
    }

    private static List<CollarReading> without(List<CollarReading> readings, List<ServerFrame.Rejected> rejected) {
        if (rejected.isEmpty()) {
            return readings;
        }
        var indices = rejected.stream().map(ServerFrame.Rejected::index).collect(Collectors.toSet());
        var stored = new ArrayList<CollarReading>();
        for (var i = 0; i < readings.size(); i++) {
            if (!indices.contains(i)) {
                stored.add(readings.get(i));
            }
        }
        return stored;
    }

    @Override
    public void start() {
        uplink.start();
    }

    @Override
    public void readings(List<CollarReading> readings) {
        uplink.offer(new Frame.Readings(readings));
    }

    @Override
    public void motion(Frame.Motion window) {
        uplink.offer(window);
    }

    @Override
    public Future<Void> drain(Duration bound) {
        return uplink.drain(bound).mapEmpty();
    }

    @Override
    public Future<Void> stop() {
        return uplink.stop();
    }

    @Override
    public FleetProgress progress() {
        var counts = uplink.counts();
        return new FleetProgress(
                1,
                uplink.isReady() ? 1 : 0,
                counts.get(READINGS_OFFERED),
                counts.get(READINGS_ACCEPTED),
                counts.get(READINGS_DUPLICATE),
                counts.get(READINGS_REJECTED),
                counts.get(READINGS_RESUMED),
                counts.get(READINGS_REFUSED) + counts.get(READINGS_DROPPED),
                counts.get(FRAMES_SENT),
                counts.get(FRAMES_ACKED),
                counts.get(MOTION_FRAMES_ACKED),
                counts.get(NACKED),
                counts.get(RECONNECTS),
                uplink.unacknowledged());
    }
}
