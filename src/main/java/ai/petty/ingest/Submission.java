package ai.petty.ingest;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;

/** What one frame or body wants stored. It is done when every item of it has an outcome, or none has. */
final class Submission {
    final List<? extends Entry> entries;
    final long bytes;
    final Context origin;
    final long submittedNanos = System.nanoTime();
    private final Promise<Void> done = Promise.promise();

    Submission(List<? extends Entry> entries, Context origin) {
        this.entries = entries;
        this.origin = origin;
        var sum = 0L;
        for (var entry : entries) {
            sum += entry.bytes();
        }
        this.bytes = sum;
    }

    /** Completes on the sender's event loop. */
    Future<Void> done() {
        return done.future();
    }

    /** Only on the sender's event loop. */
    void finish(AsyncResult<Void> outcome) {
        if (outcome.succeeded()) {
            done.complete();
        } else {
            done.fail(outcome.cause());
        }
    }
}
