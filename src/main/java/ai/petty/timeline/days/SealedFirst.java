package ai.petty.timeline.days;

import ai.petty.store.Database;
import ai.petty.store.Micros;
import ai.petty.store.Partitions;
import io.vertx.core.Future;
import java.time.Instant;

/** Keeps readings until the days that were made of them are sealed. */
public final class SealedFirst implements Partitions.Guard {
    private final Database database;

    public SealedFirst(Database database) {
        this.database = database;
    }

    @Override
    public Future<Boolean> mayDrop(Instant before) {
        return database.ask(pool -> SealRepository.hasUnsealed(pool, Micros.bound(Micros.of(before))))
                .map(unsealed -> !unsealed);
    }
}
