package ai.petty.store;

import io.vertx.circuitbreaker.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells an absent or ailing database from a bad statement. */
public final class Failures {
    /** SQLSTATE classes: connection, resources, operator intervention, system and internal errors. */
    private static final Set<String> OUTAGE_CLASSES = Set.of("08", "53", "57", "58", "XX");

    /** 25006 read_only_sql_transaction: we still talk to a primary that has become a standby. */
    private static final String READ_ONLY = "25006";

    /**
     * What the client says without a class of its own: there was no connection in time, TLS failed, or the connection that it
     * gave had been lost a moment before, or was lost with the question still in its queue.
     */
    private static final List<String> OUTAGE_WORDS =
            List.of("Timeout", "SSL", "Connection is not active", "Pending requests failed");

    /** invalid_password and invalid_authorization_specification. */
    private static final Set<String> SIGN_IN = Set.of("28P01", "28000");

    /** serialization_failure and deadlock_detected. */
    private static final Set<String> VICTIM = Set.of("40001", "40P01");

    /** idle_in_transaction_session_timeout and transaction_timeout: the connection has gone with the transaction. */
    private static final Set<String> TOO_LONG = Set.of("25P03", "25P04");

    private Failures() {}

    /** The database is away, going away, or too slow; the same statement may succeed later. */
    public static boolean isOutage(Throwable cause) {
        return switch (cause) {
            case DatabaseException e -> isOutage(e.getSqlState()) || isSignIn(e);
            case TimeoutException _, ClosedConnectionException _, IOException _ -> true;
            case VertxException e ->
                e.getMessage() != null && OUTAGE_WORDS.stream().anyMatch(e.getMessage()::startsWith);
            default -> false;
        };
    }

    private static boolean isOutage(String sqlState) {
        return sqlState != null
                && sqlState.length() == 5
                && (sqlState.equals(READ_ONLY)
                        || TOO_LONG.contains(sqlState)
                        || OUTAGE_CLASSES.contains(sqlState.substring(0, 2)));
    }

    /** Our user name or password is refused (also by JDBC, inside what Flyway makes of it). */
    public static boolean isSignIn(Throwable cause) {
        for (@Nullable Throwable each = cause; each != null; each = each.getCause()) {
            var state = switch (each) {
                case DatabaseException e -> e.getSqlState();
                case SQLException e -> e.getSQLState();
                default -> null;
            };
            if (state != null) {
                return SIGN_IN.contains(state);
            }
        }
        return false;
    }

    /** We still talk to a primary that has become a standby: its connections are of no more use. */
    static boolean isReadOnly(Throwable cause) {
        return cause instanceof DatabaseException e && READ_ONLY.equals(e.getSqlState());
    }

    /** The bounded queue in front of the pool is full. */
    public static boolean isFull(Throwable cause) {
        return cause instanceof ConnectionPoolTooBusyException;
    }

    /** There is no partition for the row (23514 without a constraint's name): upkeep is behind, the data is good. */
    public static boolean isMissingPartition(Throwable cause) {
        return cause instanceof PgException e && "23514".equals(e.getSqlState()) && e.getConstraint() == null;
    }

    /** The statement's data is at fault (SQLSTATE class 22 or 23, or no partition for a row), so a smaller group may do. */
    public static boolean isData(Throwable cause) {
        return cause instanceof DatabaseException e
                && e.getSqlState() != null
                && (e.getSqlState().startsWith("22") || e.getSqlState().startsWith("23"));
    }

    /** Two transactions were in each other's way (SQLSTATE class 40); the same statement at once again is good. */
    public static boolean isTransient(Throwable cause) {
        return cause instanceof DatabaseException e
                && e.getSqlState() != null
                && e.getSqlState().startsWith("40");
    }

    /** Of two transactions in each other's way this one was rolled back whole (a deadlock, or no serial order). */
    static boolean isVictim(Throwable cause) {
        return cause instanceof DatabaseException e && e.getSqlState() != null && VICTIM.contains(e.getSqlState());
    }

    /** For the log: the kind and the SQLSTATE, never the row. */
    public static String describe(Throwable cause) {
        return cause instanceof DatabaseException e
                ? "SQLSTATE " + e.getSqlState()
                : cause.getClass().getSimpleName();
    }
}
