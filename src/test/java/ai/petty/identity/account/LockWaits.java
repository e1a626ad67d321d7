package ai.petty.identity.account;

import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Holds rows of a running server's database, so that what wants them comes to stand in a known order. */
public final class LockWaits implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PettyTestServer server;
    private final Connection connection;

    private LockWaits(PettyTestServer server, Connection connection) {
        this.server = server;
        this.connection = connection;
    }

    /** @param sql locks what is to be held: {@code select … for update}; holds it until it is closed */
    public static LockWaits hold(PettyTestServer server, String sql, Object... parameters) {
        try {
            var connection = server.jdbc();
            connection.setAutoCommit(false);
            var held = new LockWaits(server, connection);
            held.run(sql, parameters);
            return held;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a statement in the transaction that holds. */
    public void run(String sql, Object... parameters) {
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until so many transactions wait for a lock. */
    public void awaitWaiting(int count) {
        await().atMost(PATIENCE)
                .until(() -> server.sql("select 1 from pg_stat_activity where wait_event_type = 'Lock'")
                                .size()
                        >= count);
    }

    /** Commits: who waits goes on. */
    @Override
    public void close() {
        try (connection) {
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
