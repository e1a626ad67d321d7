package ai.petty.identity.tokens;

import io.vertx.core.Future;

/** Somebody whose tokens are accepted: this server, or an identity provider that the configuration names. */
interface Issuer {
    /** The value of {@code iss}. */
    String name();

    /**
     * Checks the signature and every claim but the times.
     *
     * @return fails with a {@link ai.petty.problem.Refusal}
     */
    Future<VerifiedToken> verify(Jwt token);
}
