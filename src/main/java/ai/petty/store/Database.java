package ai.petty.store;

import ai.petty.config.PettyConfig;
import ai.petty.problem.Refusal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to the database at run time: a pool for questions and a small one for the writer, so that neither can
 * starve the other, with one breaker in front of both.
 */
public final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int STATEMENT_CACHE = 256;

    private final CircuitBreaker breaker;
    private final RenewablePool reads;
    private final RenewablePool writes;
    private final Duration retryAfter;

    private Database(CircuitBreaker breaker, RenewablePool reads, RenewablePool writes, Duration retryAfter) {
        this.breaker = breaker;
        this.reads = reads;
        this.writes = writes;
        this.retryAfter = retryAfter;
    }

    /** Opens the pools; connections are made when they are first needed. */
    public static Database open(
            Vertx vertx,
            PettyConfig.Database config,
            int writeConnections,
            Supplier<Future<DatabaseAddress>> address,
            MeterRegistry meters) {
        Supplier<Future<SqlConnectOptions>> reader = () -> address.get()
                .map(where -> ConnectOptions.of(where, config).setPreparedStatementCacheMaxSize(STATEMENT_CACHE));
        Supplier<Future<SqlConnectOptions>> writer = () -> reader.get().map(ConnectOptions::forLookUpsByKey);
        var reads = new RenewablePool(() -> pool(vertx, config, "reads", config.readConnections(), reader));
        var writes = new RenewablePool(() -> pool(vertx, config, "writes", writeConnections, writer));
        var breaker = CircuitBreaker.create(
                        "database",
                        vertx,
                        new CircuitBreakerOptions()
                                .setMaxFailures(config.breaker().failures())
                                .setResetTimeout(config.breaker().reset().toMillis())
                                // Longer than what it guards: the statement's own timeout speaks first.
                                .setTimeout(config.statementTimeout()
                                        .plus(config.connectTimeout())
                                        .plusSeconds(1)
                                        .toMillis()))
                .failurePolicy(outcome -> outcome.failed() && Failures.isOutage(outcome.cause()))
                .openHandler(nothing -> LOG.warn("The database's breaker opened"))
                .closeHandler(nothing -> LOG.info("The database's breaker closed"));
        Gauge.builder("petty.breaker.open", breaker, b -> b.state() == CircuitBreakerState.CLOSED ? 0 : 1)
                .tag("breaker", "database")
                .register(meters);
        return new Database(breaker, reads, writes, config.breaker().reset());
    }

    private static Pool pool(
            Vertx vertx,
            PettyConfig.Database config,
            String name,
            int size,
            Supplier<Future<SqlConnectOptions>> connectOptions) {
        var options = new PoolOptions()
                .setName("database-" + name)
                .setMaxSize(size)
                .setMaxWaitQueueSize(config.waitQueue())
                .setConnectionTimeout((int) config.connectTimeout().toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxLifetime((int) config.connectionLifetime().toSeconds())
                .setMaxLifetimeUnit(TimeUnit.SECONDS);
        return PgBuilder.pool()
                .with(options)
                .with(new NetClientOptions()
                        .setConnectTimeout((int) config.connectTimeout().toMillis()))
                .connectingTo(connectOptions)
                .using(vertx)
                .build();
    }

    /**
     * Asks something of the database.
     *
     * @return fails with a {@link Refusal} of kind UNAVAILABLE when the database is away, slow or full
     */
    public <T> Future<T> ask(Function<Pool, Future<T>> question) {
        return guarded(reads, question);
    }

    /** As {@link #ask}, for statements that belong together: all of them, or none. */
    public <T> Future<T> transact(Function<SqlConnection, Future<T>> statements) {
        return ask(pool -> pool.withTransaction(statements));
    }

    /** As {@link #ask}, over the connections that are kept for the writer. */
    public <T> Future<T> write(Function<Pool, Future<T>> statement) {
        return guarded(writes, statement);
    }

    /** For upkeep, which sets time limits of its own: the breaker would give up on it long before it is done. */
    <T> Future<T> unhurried(Function<Pool, Future<T>> work) {
        return reads.use(work).recover(cause -> Future.failedFuture(asRefusal(cause)));
    }

    private <T> Future<T> guarded(RenewablePool pool, Function<Pool, Future<T>> work) {
        return breaker.execute(() -> pool.use(work)).recover(cause -> Future.failedFuture(asRefusal(cause)));
    }

    private Throwable asRefusal(Throwable cause) {
        if (cause instanceof OpenCircuitException || Failures.isOutage(cause)) {
            if (!(cause instanceof OpenCircuitException)) {
                LOG.atWarn().addKeyValue("cause", Failures.describe(cause)).log("The database did not answer");
            }
            return Refusal.unavailable("database.unavailable", "The database is not available right now.", retryAfter);
        }
        if (Failures.isFull(cause)) {
            return Refusal.unavailable("server.busy", "Too many questions are waiting for the database.", retryAfter);
        }
        return cause;
    }

    /** How the breaker stands: CLOSED is good. */
    public CircuitBreakerState state() {
        return breaker.state();
    }

    public Future<Void> close() {
        breaker.close();
        return Future.all(reads.close(), writes.close()).mapEmpty();
    }
}
