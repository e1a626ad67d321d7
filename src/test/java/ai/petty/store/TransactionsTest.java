package ai.petty.store;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.petty.config.PettyConfig;
import ai.petty.problem.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransactionsTest {
    private static final PettyConfig.Database CONFIG = TestDatabase.config();

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private static Future<Void> add(SqlConnection transaction, int row) {
        return transaction
                .preparedQuery("update crossing set n = n + 1 where id = $1")
                .execute(Tuple.of(row))
                .mapEmpty();
    }

    /** Takes one row, waits until the other way round has taken the other, and wants that. */
    private static Future<Void> cross(
            SqlConnection transaction, int first, int second, Promise<Void> mine, Promise<Void> others) {
        return add(transaction, first).compose(taken -> {
            mine.tryComplete();
            return others.future().compose(both -> add(transaction, second));
        });
    }

    @Test
    void twoThatAreInEachOthersWayAreBothDone() {
        try (var postgres = TestDatabase.fresh()) {
            postgres.execute("create table crossing (id integer primary key, n integer not null)");
            postgres.execute("insert into crossing values (1, 0), (2, 0)");
            var target = postgres.open(vertx);
            var one = Promise.<Void>promise();
            var other = Promise.<Void>promise();

            await(Future.all(
                    target.transact(transaction -> cross(transaction, 1, 2, one, other)),
                    target.transact(transaction -> cross(transaction, 2, 1, other, one))));

            assertThat(postgres.texts("select n from crossing")).containsExactly("2", "2");
            await(target.close());
        }
    }

    @Test
    void aTransactionThatTakesTooLongIsEndedByTheServer() {
        try (var postgres = TestDatabase.fresh()) {
            var target = postgres.open(vertx);

            var limit = await(target.ask(pool -> pool.query("show transaction_timeout")
                    .execute()
                    .map(rows -> rows.iterator().next().getString(0))));

            assertThat(limit).isEqualTo("30s");
            await(target.close());
        }
    }

    @Test
    void aCommitIsToldOfEvenWhenNobodyWaitsForItAnyMore() {
        try (var postgres = TestDatabase.fresh()) {
            var target = Database.open(
                    vertx, brief(), 1, () -> Future.succeededFuture(postgres.address()), new SimpleMeterRegistry());
            var told = Promise.<Integer>promise();
            var steps = new AtomicInteger();

            var failure = catchThrowable(
                    () -> await(target.transact(transaction -> slowly(transaction, steps), told::complete)));

            assertThat(failure).isInstanceOf(Refusal.class);
            assertThat(await(told.future())).isEqualTo(20);
            await(target.close());
        }
    }

    /** The breaker gives up after three seconds. */
    private static PettyConfig.Database brief() {
        return new PettyConfig.Database(
                CONFIG.url(),
                CONFIG.user(),
                CONFIG.password(),
                CONFIG.tls(),
                CONFIG.caCertificate(),
                1,
                CONFIG.waitQueue(),
                CONFIG.connectionLifetime(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                CONFIG.breaker(),
                CONFIG.embedded());
    }

    /** Many statements, each of them short. */
    private static Future<Integer> slowly(SqlConnection transaction, AtomicInteger steps) {
        Supplier<Future<Integer>> next =
                () -> transaction.query("select pg_sleep(0.2)").execute().map(slept -> steps.incrementAndGet());
        return next.get().compose(done -> done < 20 ? slowly(transaction, steps) : Future.succeededFuture(done));
    }
}
