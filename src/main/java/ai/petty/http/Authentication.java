package ai.petty.http;

import ai.petty.identity.CredentialCheck;
import ai.petty.identity.Principal;
import ai.petty.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Finds out who asks: a person's bearer token, or a collar's serial and credential. */
public final class Authentication {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST_SERIAL = 128;
    private static final Future<Principal> NOBODY = Future.succeededFuture(new Principal.Anonymous());

    private final CredentialCheck check;

    public Authentication(CredentialCheck check) {
        this.check = check;
    }

    /** @return fails with a {@link Refusal}; already complete when the check needs nothing from outside the process */
    public Future<Principal> principal(HttpServerRequest request, Access access) {
        if (access == Access.OPEN) {
            return NOBODY;
        }
        var given = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (given == null) {
            return access == Access.ANYBODY ? NOBODY : Future.failedFuture(required());
        }
        var bearer = bearer(request);
        if (bearer.isEmpty()) {
            return Future.failedFuture(notBearer());
        }
        var secret = bearer.get();
        var serial = request.getHeader(Headers.COLLAR_ID);
        if (serial == null) {
            return check.bearer(secret);
        }
        return serial.length() > LONGEST_SERIAL
                ? Future.failedFuture(malformedSerial())
                : check.collar(serial, secret).map(collar -> collar);
    }

    /** What stands behind {@code Authorization: Bearer}. */
    public static Optional<String> bearer(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(given -> given.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(given -> given.substring(SCHEME.length()).strip());
    }

    private static Refusal required() {
        return Refusal.of(
                Refusal.Kind.UNAUTHENTICATED,
                "auth.required",
                "A credential is needed: Authorization: Bearer, for a collar with X-Collar-Id beside it.");
    }

    private static Refusal notBearer() {
        return Refusal.of(
                Refusal.Kind.UNAUTHENTICATED,
                "auth.invalid_credential",
                "The header Authorization is not a Bearer one.");
    }

    private static Refusal malformedSerial() {
        return Refusal.of(
                Refusal.Kind.INVALID, "collar.malformed_id", "The header X-Collar-Id is longer than any collar's id.");
    }
}
