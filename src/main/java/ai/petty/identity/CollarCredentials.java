package ai.petty.identity;

import io.vertx.core.Future;

/** Whether a credential opens the door for a collar. Implemented where collars are known. */
@FunctionalInterface
public interface CollarCredentials {
    /**
     * Answers on the caller's context and never blocks it.
     *
     * @return fails with a {@link ai.petty.problem.Refusal} of kind UNAUTHENTICATED when it does not
     */
    Future<Principal.Collar> collar(String serial, String credential);
}
