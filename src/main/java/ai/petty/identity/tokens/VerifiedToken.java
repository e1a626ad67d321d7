package ai.petty.identity.tokens;

import ai.petty.identity.Principal;
import io.vertx.core.Future;
import java.time.Instant;

/**
 * A token whose signature and claims are good; its times, and whether it was revoked, are asked at each use.
 *
 * @param lookAgain from when on its signature is checked anew: the key may be trusted no more
 * @param answer the person, made once for all the requests that it comes with
 */
record VerifiedToken(Principal.Person person, Validity validity, Instant lookAgain, Future<Principal> answer) {
    /** Of a key whose going is told at once, so that there is no need to look again. */
    static VerifiedToken of(Principal.Person person, Validity validity) {
        return of(person, validity, validity.until());
    }

    static VerifiedToken of(Principal.Person person, Validity validity, Instant lookAgain) {
        return new VerifiedToken(person, validity, lookAgain, Future.succeededFuture(person));
    }

    Instant until() {
        return validity.until();
    }
}
