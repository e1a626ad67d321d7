package ai.petty.bench;

import ai.petty.store.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.postgresql.PGConnection;

/** The ceiling of the database: binary {@code COPY} of the same rows into the same table, committed batch by batch. */
final class CopyCeiling {
    private final DatabaseAddress address;
    private final int connections;
    private final int batch;
    private final int collars;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicBoolean measuring = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();

    CopyCeiling(DatabaseAddress address, int connections, int batch, int collars) {
        this.address = address;
        this.connections = connections;
        this.batch = batch;
        this.collars = collars;
    }

    LoadResult run(Duration warmUp, Duration measure, StretchSignals signals)
            throws InterruptedException, ExecutionException {
        var meters = new ArrayList<Future<LoadMeter>>();
        var failure = new AtomicReference<Exception>();
        try (var threads = Executors.newFixedThreadPool(connections)) {
            for (var i = 0; i < connections; i++) {
                meters.add(threads.submit(() -> {
                    try {
                        return copyUntilOver();
                    } catch (SQLException | RuntimeException e) {
                        failure.set(e);
                        throw e;
                    }
                }));
            }
            pause(warmUp, failure);
            signals.measuring();
            measuring.set(true);
            pause(measure, failure);
            signals.measured();
            over.set(true);
        }
        var whole = new LoadMeter();
        for (var meter : meters) {
            whole.add(meter.get());
        }
        return whole.result();
    }

    private static void pause(Duration length, AtomicReference<Exception> failure) throws InterruptedException {
        if (failure.get() == null) {
            Thread.sleep(length);
        }
    }

    private LoadMeter copyUntilOver() throws SQLException {
        var meter = new LoadMeter();
        var rows = new CopyBatch(batch);
        var begun = false;
        try (var connection = BenchDatabase.connect(address)) {
            while (!over.get()) {
                if (!begun && measuring.get()) {
                    begun = true;
                    meter.begin();
                }
                var next = turn.getAndIncrement();
                var bytes = rows.patched(
                        next % collars, next / collars, BenchReadings.tickAt(System.currentTimeMillis() * 1000));
                var began = System.nanoTime();
                meter.sent(batch);
                copy(connection, bytes);
                meter.acknowledged(batch, began);
            }
            meter.end();
        }
        return meter;
    }

    /** With autocommit on, each COPY is a transaction of its own. */
    private void copy(Connection connection, byte[] bytes) throws SQLException {
        var copying = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(CopyBatch.COPY);
        copying.writeToCopy(bytes, 0, bytes.length);
        if (copying.endCopy() != batch) {
            throw new SQLException("COPY kept another number of rows than it was given");
        }
    }
}
