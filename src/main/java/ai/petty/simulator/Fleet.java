package ai.petty.simulator;

import ai.petty.client.CollarReading;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** Simulated collars on one Vert.x, spread over a few event loops. */
public final class Fleet {
    private final Vertx vertx;
    private final List<CollarHost> hosts = new ArrayList<>();
    private final List<String> deployments = new ArrayList<>();

    /**
     * @param recordings what the collars replay; empty invents it
     * @param clock the true time
     * @param stored told, on an event loop, of the readings that the server says it has, with their collar's id
     */
    public Fleet(
            Vertx vertx,
            FleetOptions options,
            Optional<Recordings> recordings,
            InstantSource clock,
            BiConsumer<String, List<CollarReading>> stored) {
        this.vertx = vertx;
        var collarClock = CollarClock.starting(clock.instant(), options.speed(), options.headStart());
        var loops = Math.min(options.collars(), Runtime.getRuntime().availableProcessors());
        for (var loop = 0; loop < loops; loop++) {
            var first = loop;
            var collars = IntStream.range(0, options.collars()).filter(collar -> collar % loops == first);
            hosts.add(new CollarHost(options, recordings, stored, clock, collarClock, collars));
        }
    }

    /** Switches the collars on. They connect by themselves, and again, whether or not the server is there yet. */
    public Future<Void> start() {
        return Future.all(hosts.stream()
                        .map(host -> vertx.deployVerticle(host).onSuccess(this::deployed))
                        .toList())
                .mapEmpty();
    }

    private synchronized void deployed(String id) {
        deployments.add(id);
    }

    public FleetProgress progress() {
        return hosts.stream().map(CollarHost::progress).reduce(FleetProgress.NONE, FleetProgress::plus);
    }

    /** Switches them off: nothing new is measured, and what was sent is waited for, but not longer than {@code bound}. */
    public Future<FleetProgress> stop(Duration bound) {
        return Future.join(hosts.stream().map(host -> host.quiesce(bound)).toList())
                .map(_ -> progress())
                .eventually(this::undeploy);
    }

    private synchronized Future<Void> undeploy() {
        return Future.join(deployments.stream().map(vertx::undeploy).toList()).mapEmpty();
    }
}
