package ai.petty.store;

import ai.petty.config.PettyConfig;
import ai.petty.problem.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The one way to the database at run time: a pool for questions and a small one for the writer, each with a breaker of its
 * own, so that neither can starve the other and slow questions do not stop what is to be stored.
 */
public final class Database {
    private static final int STATEMENT_CACHE = 256;

    private final GuardedPool reads;
    private final GuardedPool writes;

    private Database(GuardedPool reads, GuardedPool writes) {
        this.reads = reads;
        this.writes = writes;
    }

    /** Opens the pools; connections are made when they are first needed. */
    public static Database open(
            Vertx vertx, PettyConfig.Database config, int writeConnections, SignIn signIn, MeterRegistry meters) {
        Supplier<Future<SqlConnectOptions>> reader = () -> signIn.address()
                .map(where -> ConnectOptions.of(where, config).setPreparedStatementCacheMaxSize(STATEMENT_CACHE));
        Supplier<Future<SqlConnectOptions>> writer = () -> reader.get().map(ConnectOptions::forLookUpsByKey);
        return new Database(
                GuardedPool.open(vertx, config, "database-reads", config.readConnections(), reader, signIn, meters),
                GuardedPool.open(vertx, config, "database-writes", writeConnections, writer, signIn, meters));
    }

    /**
     * Asks something of the database.
     *
     * @return fails with a {@link Refusal} of kind UNAVAILABLE when the database is away, slow or full
     */
    public <T> Future<T> ask(Function<Pool, Future<T>> question) {
        return reads.use(question);
    }

    /**
     * As {@link #ask}, for statements that belong together: all of them, or none. When another transaction was in their way, they are
     * rolled back and done once more: what {@code statements} does beside asking the database must be good to be done twice.
     */
    public <T> Future<T> transact(Function<SqlConnection, Future<T>> statements) {
        return transact(statements, nothing -> {});
    }

    /**
     * As {@link #transact(Function)}.
     *
     * @param committed told of the commit, even when it came after the breaker had given up and the caller was told of a failure
     */
    public <T> Future<T> transact(Function<SqlConnection, Future<T>> statements, Handler<T> committed) {
        return ask(pool -> pool.withTransaction(statements)
                .recover(cause ->
                        Failures.isVictim(cause) ? pool.withTransaction(statements) : Future.failedFuture(cause))
                .onSuccess(committed));
    }

    /** As {@link #ask}, over the connections that are kept for the writer. */
    public <T> Future<T> write(Function<Pool, Future<T>> statement) {
        return writes.use(statement);
    }

    /** For upkeep, which sets time limits of its own. */
    <T> Future<T> unhurried(Function<Pool, Future<T>> work) {
        return reads.useUnhurried(work);
    }

    /** The ways to it, each with its own breaker. */
    public List<GuardedPool> pools() {
        return List.of(reads, writes);
    }

    public Future<Void> close() {
        return Future.all(reads.close(), writes.close()).mapEmpty();
    }
}
