package ai.petty.identity.tokens;

import ai.petty.identity.Principal;
import io.vertx.core.Future;
import java.time.Instant;

/**
 * A token whose signature and claims are good; its times, and whether it was revoked, are asked at each use.
 *
 * @param answer the person, made once for all the requests that it comes with
 */
record VerifiedToken(Principal.Person person, Validity validity, Future<Principal> answer) {
    static VerifiedToken of(Principal.Person person, Validity validity) {
        return new VerifiedToken(person, validity, Future.succeededFuture(person));
    }

    Instant until() {
        return validity.until();
    }
}
