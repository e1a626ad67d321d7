package ai.petty.store;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ai.petty.config.PettyConfig;
import ai.petty.problem.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private static final PettyConfig.Database CONFIG = TestDatabase.config();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private static Future<Integer> one(Database target) {
        return target.ask(pool -> pool.query("select 1")
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0)));
    }

    private static GuardedPool reads(Database target) {
        return target.pools().getFirst();
    }

    private static Refusal refusal(Future<?> asked) {
        return catchThrowableOfType(Refusal.class, () -> await(asked));
    }

    private double open() {
        return meters.get("petty.breaker.open")
                .tag("breaker", "database-reads")
                .gauge()
                .value();
    }

    private static PettyConfig.Database with(
            int connections, int queue, Duration connectTimeout, Duration statementTimeout) {
        return new PettyConfig.Database(
                CONFIG.url(),
                CONFIG.user(),
                CONFIG.password(),
                CONFIG.tls(),
                CONFIG.caCertificate(),
                connections,
                queue,
                CONFIG.connectionLifetime(),
                connectTimeout,
                statementTimeout,
                CONFIG.breaker(),
                CONFIG.embedded());
    }

    @Test
    void a_database_that_goes_away_is_refused_quickly_and_found_again_when_it_returns() throws IOException {
        var directory = Files.createTempDirectory("petty-test-postgres");
        var postgres = EmbeddedDatabase.start(new PettyConfig.Embedded(directory, 0));
        var address = postgres.address();
        var target = Database.open(vertx, CONFIG, 2, () -> Future.succeededFuture(address), meters);
        try {
            assertThat(await(one(target))).isEqualTo(1);
            assertThat(reads(target).state()).isEqualTo(CircuitBreakerState.CLOSED);

            postgres.close();
            for (var i = 0; i < 10; i++) {
                var refusal = refusal(one(target));
                assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE);
                assertThat(refusal.code()).isEqualTo("database.unavailable");
                assertThat(refusal.retryAfter()).isPresent();
                assertThat(refusal.detail()).doesNotContain("onnection refused", "127.0.0.1");
            }
            assertThat(reads(target).state()).isNotEqualTo(CircuitBreakerState.CLOSED);
            assertThat(open()).isEqualTo(1);

            postgres = EmbeddedDatabase.start(new PettyConfig.Embedded(directory, address.port()));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> one(target)
                            .map(true)
                            .otherwise(false)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get());
            assertThat(reads(target).state()).isEqualTo(CircuitBreakerState.CLOSED);
            assertThat(open()).isZero();
        } finally {
            await(target.close());
            postgres.close();
            TestDatabase.deleteAll(directory);
        }
    }

    @Test
    void slow_questions_do_not_keep_the_writer_out() {
        try (var server = TestDatabase.fresh()) {
            var target = Database.open(
                    vertx,
                    with(2, 100, Duration.ofSeconds(5), Duration.ofMillis(50)),
                    1,
                    () -> Future.succeededFuture(server.address()),
                    meters);
            for (var i = 0; i < CONFIG.breaker().failures(); i++) {
                refusal(target.ask(pool -> pool.query("select pg_sleep(60)").execute()));
            }
            assertThat(reads(target).state()).isEqualTo(CircuitBreakerState.OPEN);
            assertThat(await(target.write(pool -> pool.query("select 1").execute()))
                            .size())
                    .isEqualTo(1);
            await(target.close());
        }
    }

    @Test
    void connections_that_the_database_ends_do_not_come_back() {
        try (var server = TestDatabase.fresh()) {
            var target = server.open(vertx);
            await(Future.all(IntStream.range(0, 4).mapToObj(i -> one(target)).toList()));
            server.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = ? and pid <> pg_backend_pid()",
                    server.address().name());
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptionsInstanceOf(Refusal.class)
                    .untilAsserted(() -> assertThat(await(one(target))).isEqualTo(1));
            await(target.close());
        }
    }

    @Test
    void a_question_on_a_connection_that_was_lost_a_moment_before_is_refused_as_an_outage() {
        try (var server = TestDatabase.fresh()) {
            var target = server.open(vertx);
            var refusal = refusal(target.ask(pool -> pool.withConnection(connection -> {
                var lost = Promise.<Void>promise();
                connection.closeHandler(nothing -> lost.complete());
                return connection
                        .query("select pg_terminate_backend(pg_backend_pid())")
                        .execute()
                        .otherwiseEmpty()
                        .compose(cut -> lost.future())
                        .compose(nothing -> connection.query("select 1").execute());
            })));
            assertThat(refusal.code()).isEqualTo("database.unavailable");
            await(target.close());
        }
    }

    @Test
    void a_bad_statement_is_no_outage() {
        try (var server = TestDatabase.fresh()) {
            var target = server.open(vertx, meters);
            for (var i = 0; i < 10; i++) {
                var asked = target.ask(pool -> pool.query("select 1 / 0").execute());
                assertThat(catchThrowable(() -> await(asked))).isInstanceOf(PgException.class);
            }
            assertThat(reads(target).state()).isEqualTo(CircuitBreakerState.CLOSED);
            await(target.close());
        }
    }

    @Test
    void a_slow_statement_is_cut_off() {
        try (var server = TestDatabase.fresh()) {
            var target = Database.open(
                    vertx,
                    with(2, 10, Duration.ofSeconds(5), Duration.ofMillis(200)),
                    1,
                    () -> Future.succeededFuture(server.address()),
                    meters);
            var refusal =
                    refusal(target.ask(pool -> pool.query("select pg_sleep(60)").execute()));
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE);
            await(target.close());
        }
    }

    @Test
    void questions_that_find_the_queue_full_are_refused_at_once_and_open_no_breaker() {
        try (var server = TestDatabase.fresh()) {
            var target = Database.open(
                    vertx,
                    with(1, 2, Duration.ofSeconds(20), Duration.ofSeconds(20)),
                    1,
                    () -> Future.succeededFuture(server.address()),
                    meters);
            await(one(target));
            var asked = new ArrayList<Future<?>>();
            for (var i = 0; i < 20; i++) {
                asked.add(target.ask(pool -> pool.query("select pg_sleep(0.3)").execute()));
            }
            await(Future.join(asked).otherwiseEmpty());
            var refused =
                    asked.stream().filter(Future::failed).map(Future::cause).toList();
            assertThat(refused).isNotEmpty().allSatisfy(cause -> {
                assertThat(cause).isInstanceOf(Refusal.class);
                assertThat(((Refusal) cause).code()).isEqualTo("server.busy");
            });
            assertThat(asked).anyMatch(Future::succeeded);
            assertThat(reads(target).state()).isEqualTo(CircuitBreakerState.CLOSED);
            await(target.close());
        }
    }

    @Test
    void who_waits_too_long_for_a_connection_is_told_to_come_back_also_for_a_transaction() {
        try (var server = TestDatabase.fresh()) {
            var target = Database.open(
                    vertx,
                    with(1, 10, Duration.ofMillis(300), Duration.ofSeconds(20)),
                    1,
                    () -> Future.succeededFuture(server.address()),
                    meters);
            var slow = target.ask(pool -> pool.withTransaction(
                    connection -> connection.query("select pg_sleep(1.5)").execute()));
            var transaction = target.ask(pool -> pool.withTransaction(
                    connection -> connection.query("select 1").execute()));
            var question = one(target);
            assertThat(refusal(transaction).kind()).isEqualTo(Refusal.Kind.UNAVAILABLE);
            assertThat(refusal(question).kind()).isEqualTo(Refusal.Kind.UNAVAILABLE);
            await(slow);
            await(target.close());
        }
    }

    @Test
    void the_data_outlives_the_process_and_a_second_one_is_refused() throws IOException {
        var directory = Files.createTempDirectory("petty-test-postgres");
        try {
            var config = new PettyConfig.Embedded(directory, 0);
            try (var first = EmbeddedDatabase.start(config)) {
                Migrations.apply(first.address());
                Migrations.apply(first.address());
                assertThat(startAgain(directory)).hasMessageContaining("Another Petty is running");
            }
            try (var second = EmbeddedDatabase.start(config)) {
                var target = Database.open(vertx, CONFIG, 1, () -> Future.succeededFuture(second.address()), meters);
                Long households = await(target.ask(pool -> pool.query("select count(*) from household")
                        .execute()
                        .map(rows -> rows.iterator().next().getLong(0))));
                assertThat(households).isZero();
                await(target.close());
            }
        } finally {
            TestDatabase.deleteAll(directory);
        }
    }

    private static Throwable startAgain(Path directory) {
        try {
            EmbeddedDatabase.start(new PettyConfig.Embedded(directory, 0)).close();
            throw new AssertionError("two processes share one directory");
        } catch (IOException | RuntimeException refused) {
            return refused;
        }
    }
}
