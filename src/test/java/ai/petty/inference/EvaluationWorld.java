package ai.petty.inference;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.config.ConfigLoader;
import ai.petty.config.PettyConfig;
import ai.petty.inference.behaviour.BehaviourMachine;
import ai.petty.inference.behaviour.Bin;
import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.Observation;
import ai.petty.inference.motion.LabelledMotion;
import ai.petty.inference.motion.LabelledWindow;
import ai.petty.inference.motion.MotionLabel;
import ai.petty.inference.motion.MotionLabeller;
import ai.petty.ingest.CommitListener.Stored;
import ai.petty.ingest.Motion;
import ai.petty.ingest.Reading;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import ai.petty.store.TestDatabase;
import ai.petty.store.TestHousehold;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.sqlclient.SqlConnection;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A database with pets, an hour that stands still, and as many processes that evaluate as a test wants. */
final class EvaluationWorld implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    static final BehaviourMachine MACHINE = new ToyMachine(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    final TestDatabase postgres = TestDatabase.fresh();
    final AtomicReference<Instant> clock = new AtomicReference<>(NOW);
    final TestHousehold household = TestHousehold.demo(postgres);
    private final List<Engine> processes = new ArrayList<>();

    EvaluationWorld() {
        var vertx = Vertx.vertx();
        var database = postgres.open(vertx);
        TestDatabase.makePartitions(database, clock::get);
        await(database.close());
        await(vertx.close());
    }

    long now() {
        return Micros.of(clock.get());
    }

    long pairing(String name) {
        return household.pair(household.pet(name), "SN-" + name);
    }

    /** What one process evaluates with, and what it was told. */
    final class Engine implements EvaluationFollower {
        final Vertx vertx = Vertx.vertx();
        final MeterRegistry meters = new SimpleMeterRegistry();
        final Database database = postgres.open(vertx, meters);
        final List<Evaluated> told = new ArrayList<>();
        volatile Optional<RuntimeException> refuse = Optional.empty();
        private final EvaluationVerticle verticle;
        private final String deployment;

        private Engine(EvaluationVerticle.Rules rules, Map<String, String> settings) {
            verticle = new EvaluationVerticle(database, config(settings), rules, List.of(this), clock::get, meters);
            deployment = await(vertx.deployVerticle(verticle));
        }

        @Override
        public Future<Void> follow(SqlConnection transaction, Evaluated evaluated) {
            return refuse.isPresent() ? Future.failedFuture(refuse.get()) : Future.succeededFuture();
        }

        @Override
        public synchronized void committed(Evaluated evaluated) {
            told.add(evaluated);
        }

        synchronized List<Evaluated> told() {
            return List.copyOf(told);
        }

        /** As the writer of this process would say. */
        void nudge(long pairingId, Reading reading) {
            verticle.committed(List.of(new Stored(pairingId, reading, reading.t())));
        }

        double count(String name, String... tags) {
            var counter = meters.find(name).tags(tags).counter();
            return counter == null ? 0 : counter.count();
        }

        /** In good order. */
        void stop() {
            await(vertx.undeploy(deployment));
            await(vertx.close());
            processes.remove(this);
        }

        /** Dies in the middle of whatever it does: its connections are cut, its threads are gone, nothing is given back. */
        void kill() {
            ((VertxInternal) vertx)
                    .nettyEventLoopGroup()
                    .shutdownGracefully(0, 0, TimeUnit.SECONDS)
                    .syncUninterruptibly();
            processes.remove(this);
        }
    }

    static PettyConfig config(Map<String, String> settings) {
        var request = ConfigLoader.Request.of(Map.of())
                .withProfile("test")
                .withOverride("evaluation.poll", "20ms")
                .withOverride("evaluation.debounce", "1ms")
                // Leases of those who die run out while a test waits.
                .withOverride("database.statement-timeout", "500ms")
                .withOverride("evaluation.lease", "5s");
        for (var setting : settings.entrySet()) {
            request = request.withOverride(setting.getKey(), setting.getValue());
        }
        return ConfigLoader.load(request);
    }

    Engine start() {
        return start(Optional.empty(), Map.of());
    }

    Engine start(Optional<MotionLabeller> labeller, Map<String, String> settings) {
        return start(new EvaluationVerticle.Rules(MACHINE, labeller, SealedUntil.NOTHING), settings);
    }

    Engine start(EvaluationVerticle.Rules rules, Map<String, String> settings) {
        var process = new Engine(rules, settings);
        processes.add(process);
        return process;
    }

    /** Stores readings with their mark, as the writer does: in one transaction. */
    void store(long pairingId, List<Reading> readings) {
        try (var connection = connect()) {
            connection.setAutoCommit(false);
            store(connection, pairingId, readings);
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection as Petty's own are. */
    Connection connect() throws SQLException {
        var address = postgres.address();
        return DriverManager.getConnection(
                address.jdbcUrl() + "?ApplicationName=petty",
                address.user(),
                address.password().value());
    }

    static void store(Connection connection, long pairingId, List<Reading> readings) throws SQLException {
        var oldest = readings.stream().mapToLong(Reading::t).min().orElseThrow();
        mark(connection, pairingId, oldest);
        try (var insert = connection.prepareStatement("""
                insert into reading (pairing_id, t, n, received_at, hr, activity, lat_e6, lon_e6, accuracy_m)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing""")) {
            for (var reading : readings) {
                insert.setLong(1, pairingId);
                insert.setTimestamp(2, timestamp(reading.t()));
                insert.setInt(3, reading.n());
                insert.setTimestamp(4, timestamp(reading.t()));
                insert.setObject(5, reading.hr());
                insert.setObject(6, reading.activity());
                insert.setObject(7, reading.latE6());
                insert.setObject(8, reading.lonE6());
                insert.setObject(9, reading.accuracyM());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void mark(Connection connection, long pairingId, long t) throws SQLException {
        try (var mark = connection.prepareStatement("""
                update pairing set dirty_from = ?
                where pairing_id = ? and (dirty_from is null or dirty_from > ?)""")) {
            mark.setTimestamp(1, timestamp(t));
            mark.setLong(2, pairingId);
            mark.setTimestamp(3, timestamp(t));
            mark.execute();
        }
    }

    /** A minute of motion, with its mark. */
    void storeMotion(long pairingId, long t0) {
        try (var connection = connect();
                var insert = connection.prepareStatement("""
                        insert into motion (pairing_id, t0, received_at, rate_hz, acc_scale, samples)
                        values (?, ?, ?, 10, 0.001, ?) on conflict do nothing""")) {
            connection.setAutoCommit(false);
            insert.setLong(1, pairingId);
            insert.setTimestamp(2, timestamp(t0));
            insert.setTimestamp(3, timestamp(t0));
            insert.setBytes(4, new byte[60]);
            insert.execute();
            mark(connection, pairingId, t0);
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Timestamp timestamp(long micros) {
        return Timestamp.from(Micros.instant(micros));
    }

    static Reading reading(long t, int n, float hr, int activity) {
        return new Reading(t, n, hr, null, (short) activity, null, null, null, null, null);
    }

    /** Five windows of ten seconds, known by their motion's time alone. */
    static LabelledMotion label(Motion motion) {
        var windows = new ArrayList<LabelledWindow>();
        for (var i = 0; i < 5; i++) {
            var t = motion.t0() + i * 10_000_000L;
            windows.add(new LabelledWindow(t, 10_000_000L, MotionLabel.WALKING, 0.75f, 0.5f));
        }
        return new LabelledMotion(windows, "toy");
    }

    static MotionLabeller model() {
        return motions -> Future.succeededFuture(
                motions.stream().map(EvaluationWorld::label).toList());
    }

    /** Until no process has anything left to do. */
    void settle() {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            assertThat(leftToDo()).isEmpty();
            // Committed is not yet counted.
            assertThat(processes)
                    .allSatisfy(process -> assertThat(process.meters
                                    .get("petty.evaluation.waiting")
                                    .gauge()
                                    .value())
                            .isZero());
        });
    }

    /** Until every pairing is known by this machine. */
    void awaitMachine(int version) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(postgres.texts("select distinct machine from evaluation"))
                        .containsExactly(Integer.toString(version)));
    }

    List<String> leftToDo() {
        return postgres.texts("""
                select (pairing.dirty_from, now(), e.*)::text
                from pairing
                left join evaluation e on e.pairing_id = pairing.pairing_id
                where pairing.dirty_from is not null or e.claimed_from is not null or e.owner is not null
                    or e.redo_from is not null or e.due_at <= timestamptz 'epoch' + ? * interval '1 microsecond'""", now());
    }

    /** All that the machine finds of these, in order, from the beginning and at once. */
    static List<String> oracle(
            BehaviourMachine machine, long pairingId, List<Reading> readings, List<Long> motions, long now) {
        record At(long t, int rank, long n, Observation what) {}
        var all = new TreeMap<At, Boolean>(
                Comparator.comparingLong(At::t).thenComparingInt(At::rank).thenComparingLong(At::n));
        readings.forEach(one -> all.put(new At(one.t(), 0, one.n(), new Observation.OfReading(one)), true));
        for (var t0 : motions) {
            var labelled = label(new Motion(t0, 10, 0.001f, null, Buffer.buffer()));
            // As they come back from a row.
            LabelCodec.decode(t0, LabelCodec.encode(t0, labelled.windows()))
                    .forEach(window ->
                            all.put(new At(window.t0(), 1, t0, new Observation.OfMotion(window, "toy")), true));
        }
        var episodes = new ArrayList<Episode>();
        var bins = new ArrayList<Bin>();
        var state = machine.start(pairingId);
        for (var one : all.keySet()) {
            if (one.t() <= now) {
                var step = machine.step(state, one.what());
                episodes.addAll(step.ended());
                bins.addAll(step.finished());
                state = step.state();
            }
        }
        var rest = machine.silence(state, now);
        episodes.addAll(rest.ended());
        episodes.addAll(rest.state().open());
        bins.addAll(rest.finished());
        bins.addAll(rest.state().unfinished());
        return texts(episodes, bins);
    }

    static List<String> texts(List<Episode> episodes, List<Bin> bins) {
        var texts = new ArrayList<String>();
        episodes.stream()
                .sorted(Comparator.comparingLong(Episode::from).thenComparing(Episode::behaviour))
                .forEach(one -> texts.add(one.id().text() + " " + one));
        bins.stream().sorted(Comparator.comparingLong(Bin::start)).forEach(one -> texts.add(one.toString()));
        return texts;
    }

    /** What stands in the rows of one pairing. */
    List<String> found(Engine process, long pairingId) {
        var open = new Stretch(
                0,
                Stretch.OPEN,
                true,
                Micros.of(Instant.parse("2020-01-01T00:00:00Z")),
                List.of(),
                List.of(),
                List.of());
        return await(process.database.ask(pool -> FindingsRepository.episodes(pool, pairingId, open)
                .compose(episodes -> FindingsRepository.bins(pool, pairingId, open)
                        .map(bins -> texts(
                                episodes.values().stream().map(Found::what).collect(Collectors.toList()),
                                bins.values().stream().map(Found::what).collect(Collectors.toList()))))));
    }

    @Override
    public void close() {
        List.copyOf(processes).forEach(Engine::kill);
        postgres.close();
    }
}
