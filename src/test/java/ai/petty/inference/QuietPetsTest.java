package ai.petty.inference;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.StatementLog;
import ai.petty.TestPostgres;
import ai.petty.ingest.CommitListener.Stored;
import ai.petty.ingest.Reading;
import ai.petty.store.Database;
import ai.petty.store.DatabaseAddress;
import ai.petty.store.Micros;
import ai.petty.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PostgreSQL is asked: for a pet that sends something a few statements, for one that is quiet none; and nothing while it is away. */
class QuietPetsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final int PETS = 40;

    @TempDir
    private Path logs = Path.of("");

    private final TestPostgres postgres = TestPostgres.start();
    private final DatabaseAddress address = postgres.fresh();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();
    private final Database database =
            Database.open(vertx, TestDatabase.config(), 2, () -> Future.succeededFuture(address), meters);

    @AfterEach
    void close() {
        await(vertx.close());
        postgres.close();
    }

    private void execute(String sql) {
        try (var connection = TestPostgres.connect(address);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private EvaluationVerticle start(Map<String, String> settings) {
        var rules = new EvaluationVerticle.Rules(EvaluationWorld.MACHINE, Optional.empty(), SealedUntil.NOTHING);
        var verticle =
                new EvaluationVerticle(database, EvaluationWorld.config(settings), rules, List.of(), () -> NOW, meters);
        await(vertx.deployVerticle(verticle));
        return verticle;
    }

    private void pets() {
        TestDatabase.makePartitions(database, () -> NOW);
        execute("""
                with home as (insert into household (name) values ('') returning household_id),
                    pets as (
                        insert into pet (household_id, name)
                        select household_id, 'x' from home, generate_series(1, %d) returning pet_id),
                    worn as (
                        insert into collar (serial) select 'SN-' || i from generate_series(1, %1$d) i returning collar_id)
                insert into pairing (collar_id, pet_id, valid_from)
                select collar_id, pet_id, '2020-01-01'
                from (select collar_id, row_number() over () as i from worn) w
                join (select pet_id, row_number() over () as i from pets) p using (i)""".formatted(PETS));
        execute("""
                insert into reading (pairing_id, t, received_at, n, hr, activity)
                select pairing_id, timestamptz '2026-03-10 11:00Z' + i * interval '10 seconds', now(), 0, 60, 0
                from pairing, generate_series(1, 60) i""");
        execute("update pairing set dirty_from = '2026-03-10 11:00Z'");
    }

    private double done() {
        return meters.get("petty.evaluation.turns")
                .tags("outcome", "done")
                .counter()
                .count();
    }

    private Reading store(long pairing, String time) {
        var t = Instant.parse(time);
        execute("insert into reading (pairing_id, t, received_at, n, hr, activity) values (%d, '%s', now(), 0, 60, 0)"
                .formatted(pairing, Timestamp.from(t) + "Z"));
        execute("update pairing set dirty_from = '%s' where pairing_id = %d"
                .formatted(Timestamp.from(t) + "Z", pairing));
        return new Reading(Micros.of(t), 0, 60f, null, (short) 0, null, null, null, null, null);
    }

    @Test
    void a_pet_that_sends_something_costs_a_few_statements_and_the_others_none() {
        var log = StatementLog.of(postgres, logs);
        pets();
        var verticle = start(Map.of("evaluation.poll", "1h"));
        verticle.committed(LongStream.rangeClosed(1, PETS)
                .mapToObj(id -> new Stored(id, reading(NOW), 0))
                .toList());
        Awaitility.await().atMost(PATIENCE).until(() -> done() >= PETS);
        var before = log.statements().size();

        var reading = store(7, "2026-03-10T11:55:00Z");
        verticle.committed(List.of(new Stored(7, reading, 0)));
        Awaitility.await().atMost(PATIENCE).until(() -> done() == PETS + 1);

        var all = log.statements();
        var statements = all.subList(before, all.size());
        assertThat(statements).hasSizeLessThanOrEqualTo(14);
        // And then it is quiet.
        assertThat(log.statements()).hasSameSizeAs(all);
    }

    private static Reading reading(Instant t) {
        return new Reading(Micros.of(t), 0, 60f, null, (short) 0, null, null, null, null, null);
    }

    @Test
    void while_the_database_is_away_it_rests_and_then_it_goes_on() {
        pets();
        var verticle = start(Map.of());
        Awaitility.await().atMost(PATIENCE).until(() -> done() >= PETS);
        postgres.stopAtOnce();
        verticle.committed(List.of(new Stored(7, reading(NOW), 0)));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> meters.get("petty.breaker.open")
                                .tag("breaker", "database-reads")
                                .gauge()
                                .value()
                        == 1);
        postgres.startAgain();
        var before = done();
        store(9, "2026-03-10T11:55:00Z");
        Awaitility.await().atMost(PATIENCE).until(() -> done() > before);
        assertThat(meters.get("petty.evaluation.turns")
                        .tags("outcome", "failed")
                        .counter()
                        .count())
                .isZero();
    }
}
