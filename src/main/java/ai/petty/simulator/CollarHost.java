package ai.petty.simulator;

import ai.petty.client.CollarReading;
import ai.petty.client.TelemetryClient;
import ai.petty.client.TelemetryOptions;
import ai.petty.client.UplinkClient;
import ai.petty.client.UplinkOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** The collars of one event loop. */
final class CollarHost extends VerticleBase {
    /** Two thousand a second: a fleet that is switched on must not overrun the accept queue. */
    private static final int STARTS_PER_MS = 2;

    private static final String FIRMWARE = "simulator-1";

    private final FleetOptions options;
    private final Optional<Recordings> recordings;
    private final BiConsumer<String, List<CollarReading>> stored;
    private final InstantSource clock;
    private final CollarClock collarClock;
    private final IntStream collars;
    private final List<Running> running = new CopyOnWriteArrayList<>();

    private record Running(Reporter reporter, Courier courier) {}

    CollarHost(
            FleetOptions options,
            Optional<Recordings> recordings,
            BiConsumer<String, List<CollarReading>> stored,
            InstantSource clock,
            CollarClock collarClock,
            IntStream collars) {
        this.options = options;
        this.recordings = recordings;
        this.stored = stored;
        this.clock = clock;
        this.collarClock = collarClock;
        this.collars = collars;
    }

    @Override
    public Future<?> start() {
        var sockets = vertx.createWebSocketClient(UplinkClient.socketOptions());
        var http = vertx.createHttpClient(
                new HttpClientOptions().setDecompressionSupported(true), new PoolOptions().setHttp1MaxSize(64));
        running.addAll(collars.mapToObj(collar -> {
                    var serial = options.serial(collar);
                    var route = options.transport().route(collar);
                    var reporter = new Reporter(
                            vertx,
                            simulated(collar),
                            collarClock,
                            clock,
                            options.reportInterval(),
                            route == Transport.Route.UPLINK);
                    Courier.Receipts receipts = readings -> stored.accept(serial, readings);
                    Courier courier = switch (route) {
                        case UPLINK -> new UplinkCourier(vertx, sockets, uplink(serial), clock, receipts, reporter);
                        case TELEMETRY_V2, INGEST_V1 ->
                            new HttpCourier(
                                    vertx,
                                    new TelemetryClient(
                                            vertx,
                                            http,
                                            TelemetryOptions.of(
                                                    options.endpoint(),
                                                    serial,
                                                    options.credentials().apply(serial))),
                                    route == Transport.Route.INGEST_V1,
                                    receipts);
                    };
                    vertx.setTimer(1 + collar / STARTS_PER_MS, _ -> {
                        courier.start();
                        reporter.start(courier);
                    });
                    return new Running(reporter, courier);
                })
                .toList());
        return Future.succeededFuture();
    }

    private UplinkOptions uplink(String serial) {
        return UplinkOptions.of(
                        options.endpoint(), serial, options.credentials().apply(serial))
                .protocol(options.protocol())
                .firmware(FIRMWARE);
    }

    private SimulatedCollar simulated(int collar) {
        var origin = collarClock.originMicros();
        if (collar < options.withHomes()) {
            return SimulatedCollar.withHome(
                    collar,
                    origin,
                    options.seed(),
                    recordings,
                    options.headStart().toMillis() / 1e3);
        }
        return recordings
                .map(played -> SimulatedCollar.replayed(collar, origin, options.seed(), played))
                .orElseGet(() -> SimulatedCollar.invented(collar, origin, options.seed()));
    }

    FleetProgress progress() {
        return running.stream().map(each -> each.courier().progress()).reduce(FleetProgress.NONE, FleetProgress::plus);
    }

    /** No new readings; waits for the answers to what was sent, then closes. */
    Future<Void> quiesce(Duration bound) {
        return Future.future(done -> context.runOnContext(_ -> {
            running.forEach(each -> each.reporter().stop());
            Future.join(running.stream()
                            .map(each -> each.courier()
                                    .drain(bound)
                                    .eventually(() -> each.courier().stop()))
                            .toList())
                    .<Void>mapEmpty()
                    .onComplete(done);
        }));
    }
}
