package ai.petty.timeline;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a reader wait for what has just been stored, but not for long and not in vain. */
public final class Waiting {
    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);

    private final Vertx vertx;
    private final Freshness freshness;
    private final Duration longest;

    public Waiting(Vertx vertx, Freshness freshness, Duration longest) {
        this.vertx = vertx;
        this.freshness = freshness;
        this.longest = longest;
    }

    /** Never fails: late or not at all evaluated is told as it stands. */
    public Future<Void> forPet(UUID petId) {
        var evaluated = freshness.evaluated(petId);
        if (evaluated.isComplete()) {
            return evaluated.otherwiseEmpty();
        }
        var done = Promise.<Void>promise();
        var timer = vertx.setTimer(longest.toMillis(), late -> {
            LOG.atDebug().addKeyValue("pet", petId).log("An evaluation was not waited for any longer");
            done.tryComplete();
        });
        evaluated.onComplete(result -> {
            vertx.cancelTimer(timer);
            done.tryComplete();
        });
        return done.future();
    }
}
