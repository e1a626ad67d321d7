package ai.petty.identity;

import io.vertx.core.Future;

/** Opens the door, or does not. Implementations answer on the caller's context and never block it. */
public interface CredentialCheck {
    /**
     * The person (or collar) that a bearer token speaks for.
     *
     * @return fails with a {@link ai.petty.problem.Refusal} of kind UNAUTHENTICATED when the token is not good
     */
    Future<Principal> bearer(String token);

    /**
     * Whether {@code credential} opens the door for the collar with this serial.
     *
     * @return fails with a {@link ai.petty.problem.Refusal} of kind UNAUTHENTICATED when it does not
     */
    Future<Principal.Collar> collar(String serial, String credential);
}
