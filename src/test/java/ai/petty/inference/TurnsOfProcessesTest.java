package ai.petty.inference;

import static ai.petty.inference.EvaluationWorld.MACHINE;
import static ai.petty.inference.EvaluationWorld.oracle;
import static ai.petty.inference.EvaluationWorld.reading;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.inference.motion.LabelledMotion;
import ai.petty.ingest.Reading;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One process at a time, nothing lost when one dies, and nothing lost of what is committed while a mark is taken off. */
class TurnsOfProcessesTest {
    private static final long SECOND = 1_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final int GATE = 4711;
    private static final Duration A_WHILE = Duration.ofMillis(400);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final EvaluationWorld world = new EvaluationWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private List<Reading> life(long minutes) {
        var readings = new ArrayList<Reading>();
        for (var t = world.now() - minutes * MINUTE; t < world.now(); t += 10 * SECOND) {
            readings.add(reading(t, 0, (float) (60 + t / SECOND % 7), (int) (t / (10 * MINUTE) % 2)));
        }
        return readings;
    }

    private void isClaimed() {
        await().atMost(PATIENCE)
                .until(() -> !world.postgres
                        .texts("select 1 from evaluation where owner is not null and claimed_from is not null")
                        .isEmpty());
    }

    private void isNotEvaluatedForAWhile() {
        await().during(A_WHILE)
                .atMost(PATIENCE)
                .until(() -> world.postgres
                        .texts("select 1 from evaluation where evaluated_at is not null")
                        .isEmpty());
    }

    @Test
    void a_reading_whose_transaction_began_before_the_mark_was_taken_off_is_not_lost() throws SQLException {
        var pairing = world.pairing("Bella");
        var readings = life(20);
        var late = reading(world.now() - 15 * MINUTE + SECOND, 0, 99, 0);
        world.store(pairing, readings);
        EvaluationWorld.Engine process;
        try (var writer = world.connect()) {
            writer.setAutoCommit(false);
            EvaluationWorld.store(writer, pairing, List.of(late)); // it has found the mark old enough
            process = world.start();
            isClaimed();
            isNotEvaluatedForAWhile();
            writer.commit();
        }
        world.settle();
        readings.add(late);
        assertThat(world.found(process, pairing)).isEqualTo(oracle(MACHINE, pairing, readings, List.of(), world.now()));
    }

    @Test
    void nor_one_whose_statement_has_looked_at_the_mark_and_written_nothing_yet() throws SQLException {
        var pairing = world.pairing("Bella");
        var readings = life(20);
        var late = reading(world.now() - 15 * MINUTE + SECOND, 0, 99, 0);
        world.store(pairing, readings);
        EvaluationWorld.Engine process;
        try (var gate = world.postgres.connect();
                var writer = world.connect()) {
            execute(gate, "select pg_advisory_lock(" + GATE + ")");
            var writing = CompletableFuture.runAsync(() -> storeBehindTheGate(writer, pairing, late));
            await().atMost(PATIENCE)
                    .until(() -> !world.postgres
                            .texts("select 1 from pg_locks where locktype = 'advisory' and not granted")
                            .isEmpty());
            assertThat(
                            world.postgres.texts(
                                    "select 1 from pg_stat_activity where application_name = 'petty' and backend_xid is not null"))
                    .isEmpty();
            process = world.start();
            isClaimed();
            isNotEvaluatedForAWhile();
            execute(gate, "select pg_advisory_unlock(" + GATE + ")");
            writing.join();
        }
        world.settle();
        readings.add(late);
        assertThat(world.found(process, pairing)).isEqualTo(oracle(MACHINE, pairing, readings, List.of(), world.now()));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The writer's statement in small; it takes its snapshot, waits, and only then writes. */
    private static void storeBehindTheGate(Connection writer, long pairing, Reading reading) {
        try (var statement = writer.prepareStatement("""
                with mark as (
                    update pairing set dirty_from = touched.t
                    from (select ?::bigint as pairing_id, timestamptz 'epoch' + ? * interval '1 microsecond' as t) touched
                    where pairing.pairing_id = touched.pairing_id
                        and (pairing.dirty_from is null or pairing.dirty_from > touched.t))
                insert into reading (pairing_id, t, n, received_at, hr, activity)
                select ?, timestamptz 'epoch' + ? * interval '1 microsecond', 0, now(), ?, ?
                from (select pg_advisory_xact_lock(%d)) gate""".formatted(GATE))) {
            statement.setLong(1, pairing);
            statement.setLong(2, reading.t());
            statement.setLong(3, pairing);
            statement.setLong(4, reading.t());
            statement.setObject(5, reading.hr());
            statement.setObject(6, reading.activity());
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_a_process_had_claimed_when_it_died_is_evaluated_by_another_when_the_lease_is_over() {
        var pairing = world.pairing("Bella");
        var readings = life(30);
        world.store(pairing, readings);
        world.storeMotion(pairing, readings.getFirst().t());
        var dying = world.start(
                Optional.of(motions -> Promise.<List<LabelledMotion>>promise().future()), Map.of());
        isClaimed();
        assertThat(world.postgres.texts("select 1 from pairing where dirty_from is not null"))
                .isEmpty();
        dying.kill();

        world.postgres.execute("update evaluation set lease_until = now() + interval '1 hour'");
        var other = world.start();
        var rex = world.pairing("Rex");
        world.store(rex, life(5));
        await().atMost(PATIENCE).until(() -> !world.found(other, rex).isEmpty());
        assertThat(world.found(other, pairing)).isEmpty();

        world.postgres.execute("update evaluation set lease_until = now() where owner is not null");
        world.settle();
        assertThat(world.found(other, pairing)).isEqualTo(oracle(MACHINE, pairing, readings, List.of(), world.now()));
    }

    @Test
    void who_was_overtaken_writes_nothing() {
        var pairing = world.pairing("Bella");
        var readings = life(30);
        world.store(pairing, readings);
        world.storeMotion(pairing, readings.getFirst().t());
        var answer = Promise.<List<LabelledMotion>>promise();
        var asked = new AtomicInteger();
        var slow = world.start(
                Optional.of(motions -> {
                    asked.incrementAndGet();
                    return answer.future();
                }),
                Map.of("evaluation.poll", "1h"));
        await().atMost(PATIENCE).until(() -> asked.get() == 1);
        world.postgres.execute("update evaluation set lease_until = now()");
        var quick = world.start(Optional.of(EvaluationWorld.model()), Map.of());
        world.settle();
        var found = world.found(quick, pairing);
        var rows = world.postgres.texts("select xmin || ' ' || turn from evaluation");

        answer.complete(List.of(new LabelledMotion(List.of(), "slow")));
        await().atMost(PATIENCE).until(() -> slow.count("petty.evaluation.turns", "outcome", "overtaken") == 1);

        assertThat(world.found(quick, pairing))
                .isEqualTo(found)
                .isEqualTo(oracle(
                        MACHINE, pairing, readings, List.of(readings.getFirst().t()), world.now()));
        assertThat(world.postgres.texts("select xmin || ' ' || turn from evaluation"))
                .isEqualTo(rows);
        assertThat(slow.told()).isEmpty();
    }

    @Test
    void two_processes_never_evaluate_the_same_pairing_at_once() {
        var pairings = List.of(world.pairing("Bella"), world.pairing("Rex"));
        var inside = new ConcurrentHashMap<Long, AtomicInteger>();
        var most = new AtomicInteger();
        var turns = new AtomicInteger();
        var processes = new ArrayList<EvaluationWorld.Engine>();
        for (var i = 0; i < 2; i++) {
            processes.add(world.start(
                    Optional.of(motions -> {
                        // Whose motion it is tells the second it begins in.
                        var who = motions.getFirst().t0() / SECOND % 10;
                        var here = inside.computeIfAbsent(who, absent -> new AtomicInteger());
                        most.accumulateAndGet(here.incrementAndGet(), Math::max);
                        turns.incrementAndGet();
                        var answer = Promise.<List<LabelledMotion>>promise();
                        requireNonNull(Vertx.currentContext()).owner().setTimer(3, timer -> {
                            here.decrementAndGet();
                            answer.complete(
                                    motions.stream().map(EvaluationWorld::label).toList());
                        });
                        return answer.future();
                    }),
                    Map.of()));
        }
        for (var round = 0; round < 40; round++) {
            for (var who = 0; who < 2; who++) {
                var t0 = world.now() - (100 - round) * MINUTE + who * SECOND;
                world.storeMotion(pairings.get(who), t0);
                for (var process : processes) {
                    process.nudge(pairings.get(who), reading(t0, 0, 60, 0));
                }
            }
        }
        world.settle();
        assertThat(turns.get()).isGreaterThan(4);
        assertThat(most.get()).isEqualTo(1);
    }

    @Test
    void one_that_cannot_be_evaluated_waits_longer_each_time_and_holds_up_nobody() {
        var process = world.start();
        var poisoned = world.pairing("Bella");
        var other = world.pairing("Rex");
        world.store(poisoned, life(20));
        world.settle();
        world.postgres.execute("update evaluation set state = '\\x00'");

        world.store(poisoned, List.of(reading(world.now() - SECOND, 1, 60, 0)));
        world.store(other, life(20));
        await().atMost(PATIENCE)
                .until(() -> process.count("petty.evaluation.turns", "outcome", "failed") == 1
                        && !world.found(process, other).isEmpty());
        var first = world.postgres.text(
                "select extract(epoch from retry_at - now()) from evaluation where pairing_id = ?", poisoned);
        world.postgres.execute("update evaluation set retry_at = now() where pairing_id = ?", poisoned);
        await().atMost(PATIENCE)
                .until(() -> process.count("petty.evaluation.turns", "outcome", "failed") == 2
                        && world.postgres
                                .text("select failures from evaluation where pairing_id = ?", poisoned)
                                .equals("2"));
        var second = world.postgres.text(
                "select extract(epoch from retry_at - now()) from evaluation where pairing_id = ?", poisoned);
        assertThat(Double.parseDouble(first)).isLessThanOrEqualTo(5);
        assertThat(Double.parseDouble(second)).isBetween(5.0, 10.0);
        assertThat(world.postgres.texts(
                        "select 1 from evaluation where pairing_id = ? and claimed_from is not null", poisoned))
                .hasSize(1);
    }

    @Test
    void a_process_that_stops_gives_back_what_it_had_taken_and_another_goes_on_at_once() {
        var answer = Promise.<List<LabelledMotion>>promise();
        var first = world.start(
                Optional.of(motions -> answer.future()), Map.of("evaluation.at-once", "1", "evaluation.lease", "1h"));
        var pairings = new ArrayList<Long>();
        for (var i = 0; i < 6; i++) {
            var pairing = world.pairing("Pet" + i);
            pairings.add(pairing);
            world.store(pairing, life(10));
            world.storeMotion(pairing, world.now() - 9 * MINUTE);
        }
        await().atMost(PATIENCE)
                .until(() -> world.postgres
                                .texts("select 1 from evaluation where owner is not null")
                                .size()
                        > 1);
        var stopping = CompletableFuture.runAsync(first::stop);
        answer.fail("no model");
        stopping.join();
        assertThat(world.postgres.texts("select 1 from evaluation where owner is not null"))
                .isEmpty();

        var second = world.start();
        world.settle();
        for (var pairing : pairings) {
            assertThat(world.found(second, pairing))
                    .isEqualTo(oracle(MACHINE, pairing, life(10), List.of(), world.now()));
        }
    }

    @Test
    void a_long_past_does_not_keep_others_waiting() {
        var order = new ArrayList<Long>();
        var process = world.start(
                new EvaluationVerticle.Rules(MACHINE, Optional.empty(), SealedUntil.NOTHING),
                Map.of("evaluation.turn", "100", "evaluation.page", "100", "evaluation.poll", "1h"));
        var long1 = world.pairing("Bella");
        var short1 = world.pairing("Rex");
        world.store(long1, life(20 * 60));
        world.store(short1, life(10));
        process.nudge(long1, reading(world.now(), 0, 60, 0));
        process.nudge(short1, reading(world.now(), 0, 60, 0));
        await().atMost(PATIENCE).until(() -> world.leftToDo().isEmpty());
        process.told().forEach(one -> order.add(one.pairingId()));
        assertThat(order.indexOf(short1)).isLessThan(5);
        assertThat(order.stream().filter(one -> one == long1).count()).isGreaterThan(50);
    }

    @Test
    void followers_write_in_the_same_transaction_or_nothing_is_written() {
        var pairing = world.pairing("Bella");
        world.store(pairing, life(20));
        var process = world.start();
        world.settle();
        assertThat(process.told()).isNotEmpty();
        process.refuse = Optional.of(new IllegalStateException("not now"));
        var before = world.found(process, pairing);
        var news = reading(world.now() - 3 * SECOND, 0, 60, 0);
        world.store(pairing, List.of(news));
        await().atMost(PATIENCE).until(() -> process.count("petty.evaluation.turns", "outcome", "failed") == 1);
        assertThat(world.found(process, pairing)).isEqualTo(before);
        process.refuse = Optional.empty();
        await().atMost(PATIENCE).until(() -> {
            world.postgres.execute("update evaluation set retry_at = null");
            return world.leftToDo().isEmpty();
        });
        assertThat(world.found(process, pairing)).isNotEqualTo(before);
    }
}
