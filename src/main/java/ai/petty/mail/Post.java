package ai.petty.mail;

import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Future;

/** How a letter leaves the house. */
interface Post {
    /**
     * @param messageId of the mail, without its angle brackets; the same at each attempt
     * @return fails when it could not be handed over
     */
    Future<Void> send(Letter letter, String messageId);

    /** How the breaker before it stands; closed where there is none. */
    default CircuitBreakerState state() {
        return CircuitBreakerState.CLOSED;
    }

    default Future<Void> close() {
        return Future.succeededFuture();
    }
}
