package ai.petty.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a room does now and then, for as long as the house stands. */
final class Upkeep {
    /** For what nobody waits for. */
    static final Duration OFTEN = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private Upkeep() {}

    /**
     * Does something again and again. When it fails that is logged, and it is tried again next time.
     *
     * @param what it is, for the log
     * @return ends that
     */
    static Supplier<Future<Void>> every(Vertx vertx, Duration interval, String what, Supplier<Future<Void>> work) {
        var timer = vertx.setPeriodic(
                interval.toMillis(),
                tick -> work.get()
                        .onFailure(cause -> LOG.atWarn()
                                .addKeyValue("upkeep", what)
                                .addKeyValue("cause", cause.getClass().getSimpleName())
                                .log("Upkeep failed")));
        return () -> {
            vertx.cancelTimer(timer);
            return Future.succeededFuture();
        };
    }
}
