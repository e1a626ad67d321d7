package ai.petty.identity;

import ai.petty.problem.Refusal;
import io.vertx.core.Future;

/** Knows no credential: what production has besides tokens and collars, where the demo has one secret. */
public final class ClosedDoor implements CredentialCheck {
    private static Refusal refused() {
        return Refusal.of(
                Refusal.Kind.UNAUTHENTICATED, "auth.invalid_credential", "This server knows no such credential.");
    }

    @Override
    public Future<Principal> bearer(String token) {
        return Future.failedFuture(refused());
    }

    @Override
    public Future<Principal.Collar> collar(String serial, String credential) {
        return Future.failedFuture(refused());
    }
}
