package ai.petty.identity.tokens;

import io.vertx.core.Future;
import java.util.Optional;

/** The keys of another issuer. */
interface IssuerKeys {
    /**
     * The check for a token.
     *
     * @param kid the key that the token names; empty when it names none, which is good where there is only one key
     * @return empty when the issuer has no such key; fails with a {@link ai.petty.problem.Refusal} of kind UNAVAILABLE when that cannot
     *     be known now
     */
    Future<Optional<SignatureCheck>> check(Optional<String> kid);
}
