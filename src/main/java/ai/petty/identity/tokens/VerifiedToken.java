package ai.petty.identity.tokens;

import ai.petty.identity.Principal;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;

/**
 * A token whose signature and claims are good; its times, and whether it was revoked, are asked at each use.
 *
 * @param epoch its account's, when it was issued; empty for another issuer's token
 * @param answer the person, made once for all the requests that it comes with
 */
record VerifiedToken(Principal.Person person, Validity validity, Optional<Integer> epoch, Future<Principal> answer) {
    static VerifiedToken of(Principal.Person person, Validity validity, Optional<Integer> epoch) {
        return new VerifiedToken(person, validity, epoch, Future.succeededFuture(person));
    }

    Instant until() {
        return validity.until();
    }
}
