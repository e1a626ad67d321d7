package ai.petty.http;

import ai.petty.idempotency.Attempt;
import ai.petty.idempotency.Idempotency;
import ai.petty.problem.Refusal;
import io.vertx.core.Future;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that may come again, while it is answered for the first time: the answer is kept, then given. */
final class FirstTime {
    private static final Logger LOG = LoggerFactory.getLogger(FirstTime.class);
    /** They say how the server was, not what became of the request. */
    private static final Set<Refusal.Kind> NOT_KEPT =
            Set.of(Refusal.Kind.TOO_MANY_REQUESTS, Refusal.Kind.UNAVAILABLE, Refusal.Kind.UNAUTHENTICATED);

    private final Idempotency idempotency;
    private final Attempt attempt;

    FirstTime(Idempotency idempotency, Attempt attempt) {
        this.idempotency = idempotency;
        this.attempt = attempt;
    }

    /** Whoever asks gets their answer in any case: a repeat would then be told that it was lost. */
    void keep(KeptAnswer answer, Runnable give) {
        then(idempotency.keep(attempt, answer.encode()), give);
    }

    void failed(@Nullable Throwable failure, Runnable give) {
        if (failure instanceof Refusal refusal && !NOT_KEPT.contains(refusal.kind())) {
            keep(new KeptAnswer.Refused(refusal), give);
        } else {
            then(idempotency.giveUp(attempt), give);
        }
    }

    private static void then(Future<Void> kept, Runnable give) {
        kept.onFailure(cause -> LOG.atWarn()
                        .addKeyValue("cause", cause.getClass().getSimpleName())
                        .log("An answer could not be kept for its repetition"))
                .onComplete(done -> give.run());
    }
}
