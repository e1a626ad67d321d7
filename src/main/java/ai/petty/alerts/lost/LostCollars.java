package ai.petty.alerts.lost;

import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the collars of lost pets, as far as they are connected to this process, to report more often. What is wanted stands in the
 * database and is read again and again: so it ends by itself, and a collar hears of it on whichever process it hangs.
 */
public final class LostCollars {
    private static final Logger LOG = LoggerFactory.getLogger(LostCollars.class);

    private final Vertx vertx;
    private final Database database;
    private final CollarUplinks uplinks;
    private final InstantSource clock;
    private long timer = -1;

    public LostCollars(Vertx vertx, Database database, CollarUplinks uplinks, InstantSource clock) {
        this.vertx = vertx;
        this.database = database;
        this.uplinks = uplinks;
        this.clock = clock;
    }

    public void start(Duration interval) {
        timer = vertx.setPeriodic(interval.toMillis(), tick -> renew());
    }

    public void stop() {
        vertx.cancelTimer(timer);
    }

    /** Reads what is wanted now, and has it told. */
    public Future<Void> renew() {
        return database.ask(pool -> LostModeRepository.wanted(pool, Micros.of(clock.instant())))
                .onSuccess(uplinks::reportEvery)
                // Until the next answer collars do what they were told last.
                .onFailure(cause -> LOG.atDebug().setCause(cause).log("Could not ask which pets are lost"))
                .mapEmpty();
    }
}
