package ai.petty.ingest;

import ai.petty.TestPostgres;
import ai.petty.store.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks over the writer's shoulder: a connection of its own, which sees only what is committed. */
final class Rows implements AutoCloseable {
    private final Connection connection;

    private Rows(Connection connection) {
        this.connection = connection;
    }

    static Rows of(DatabaseAddress address) throws SQLException {
        return new Rows(TestPostgres.connect(address));
    }

    /** The first column of every row. */
    List<String> texts(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
            return found;
        }
    }

    long count(String sql) throws SQLException {
        return Long.parseLong(texts("select count(*) " + sql).getFirst());
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What the given statement locks stays locked until {@link Held#close}. */
    Held hold(String sql) throws SQLException {
        connection.setAutoCommit(false);
        execute(sql);
        return () -> {
            connection.rollback();
            connection.setAutoCommit(true);
        };
    }

    interface Held extends AutoCloseable {
        @Override
        void close() throws SQLException;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
