package ai.petty.feedback;

import ai.petty.store.Database;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Reads again what everybody said when somebody, in this process or another, has said something new, and now and then in any case:
 * erasure takes verdicts away without saying anything.
 */
final class Rereading {
    private static final int IN_ANY_CASE = 20;

    private final Database database;
    private volatile long readUpTo = -1;
    private volatile int sinceRead;

    Rereading(Database database) {
        this.database = database;
    }

    /** To be called one at a time. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one at a time
    Future<Void> whenThereIsNews(Supplier<Future<Void>> read) {
        return database.ask(CalibrationRepository::newest).compose(newest -> {
            sinceRead++;
            return newest == readUpTo && sinceRead < IN_ANY_CASE
                    ? Future.succeededFuture()
                    : read.get().onSuccess(done -> {
                        readUpTo = newest;
                        sinceRead = 0;
                    });
        });
    }
}
