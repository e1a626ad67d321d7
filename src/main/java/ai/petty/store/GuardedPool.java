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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pool of connections and the breaker before it, which says no at once while the database does not answer. */
public final class GuardedPool {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedPool.class);

    private final String name;
    private final CircuitBreaker breaker;
    private final RenewablePool pool;
    private final SignIn signIn;
    private final Duration retryAfter;

    private GuardedPool(String name, CircuitBreaker breaker, RenewablePool pool, SignIn signIn, Duration retryAfter) {
        this.name = name;
        this.breaker = breaker;
        this.pool = pool;
        this.signIn = signIn;
        this.retryAfter = retryAfter;
    }

    /** @param connectOptions asked at every new connection, so that credentials rotate without a restart */
    static GuardedPool open(
            Vertx vertx,
            PettyConfig.Database config,
            String name,
            int size,
            Supplier<Future<SqlConnectOptions>> connectOptions,
            SignIn signIn,
            MeterRegistry meters) {
        var breaker = breaker(vertx, config, name);
        Gauge.builder("petty.breaker.open", breaker, b -> b.state() == CircuitBreakerState.CLOSED ? 0 : 1)
                .tag("breaker", name)
                .register(meters);
        var pool = new RenewablePool(() -> pool(vertx, config, name, size, connectOptions));
        return new GuardedPool(name, breaker, pool, signIn, config.breaker().reset());
    }

    private static CircuitBreaker breaker(Vertx vertx, PettyConfig.Database config, String name) {
        var options = new CircuitBreakerOptions()
                .setMaxFailures(config.breaker().failures())
                .setResetTimeout(config.breaker().reset().toMillis())
                // Longer than what it guards: the statement's own timeout speaks first.
                .setTimeout(config.statementTimeout()
                        .plus(config.connectTimeout())
                        .plusSeconds(1)
                        .toMillis());
        return CircuitBreaker.create(name, vertx, options)
                .failurePolicy(outcome -> outcome.failed() && Failures.isOutage(outcome.cause()))
                .openHandler(nothing -> LOG.warn("The breaker of {} opened", name))
                .closeHandler(nothing -> LOG.info("The breaker of {} closed", name));
    }

    private static Pool pool(
            Vertx vertx,
            PettyConfig.Database config,
            String name,
            int size,
            Supplier<Future<SqlConnectOptions>> connectOptions) {
        var options = new PoolOptions()
                .setName(name)
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

    /** {@code database-reads} or {@code database-writes}. */
    public String name() {
        return name;
    }

    /** How the breaker stands: CLOSED is good. */
    public CircuitBreakerState state() {
        return breaker.state();
    }

    /** @return fails with a {@link Refusal} of kind UNAVAILABLE when the database is away, slow or full */
    <T> Future<T> use(Function<Pool, Future<T>> work) {
        return breaker.execute(() -> signedIn(work)).recover(cause -> Future.failedFuture(asRefusal(cause)));
    }

    /** As {@link #use}, for work that sets time limits of its own: the breaker would give up on it long before it is done. */
    <T> Future<T> useUnhurried(Function<Pool, Future<T>> work) {
        return signedIn(work).recover(cause -> Future.failedFuture(asRefusal(cause)));
    }

    /**
     * Where a new connection was refused, the work is done once more with newer credentials, as part of the same question to
     * the breaker. A connection that was not made has done nothing; work that needs several belongs in one transaction.
     */
    private <T> Future<T> signedIn(Function<Pool, Future<T>> work) {
        return pool.use(work).recover(cause -> {
            if (!Failures.isSignIn(cause)) {
                return Future.failedFuture(cause);
            }
            return signIn.renew().compose(renewed -> renewed ? pool.use(work) : Future.failedFuture(cause));
        });
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

    Future<Void> close() {
        breaker.close();
        return pool.close();
    }
}
