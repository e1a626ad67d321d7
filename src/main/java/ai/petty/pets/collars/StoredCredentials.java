package ai.petty.pets.collars;

import ai.petty.identity.CollarCredentials;
import ai.petty.identity.Principal;
import ai.petty.pets.Collar;
import ai.petty.pets.CollarDirectory;
import ai.petty.problem.Refusal;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Checks a collar's credential against the hash that the directory remembers. A collar that has a credential of its own opens
 * with that alone; where there is a household's secret, it opens for the demo household's other collars.
 */
public final class StoredCredentials implements CollarCredentials {
    private final CollarDirectory directory;
    private final Optional<CollarCredentials> household;

    /** @param household the demo household's secret, where there is one */
    public StoredCredentials(CollarDirectory directory, Optional<CollarCredentials> household) {
        this.directory = directory;
        this.household = household;
    }

    @Override
    public Future<Principal.Collar> collar(String serial, String credential) {
        if (!Collar.isWellFormed(serial)) {
            return Future.failedFuture(refused());
        }
        return household
                .map(secret -> secret.collar(serial, credential)
                        .compose(opened -> withSecret(serial), refused -> withOwn(serial, credential)))
                .orElseGet(() -> withOwn(serial, credential));
    }

    /** A collar that is not known yet may register itself, as far as this is concerned. */
    private Future<Principal.Collar> withSecret(String serial) {
        return directory
                .find(serial)
                .compose(found -> found.filter(collar -> collar.credential().isPresent() || !collar.inDemoHousehold())
                                .isEmpty()
                        ? Future.succeededFuture(new Principal.Collar(serial))
                        : Future.failedFuture(refused()));
    }

    private Future<Principal.Collar> withOwn(String serial, String credential) {
        return directory
                .known(serial)
                .compose(found -> opens(found, credential)
                        ? Future.succeededFuture(new Principal.Collar(serial))
                        // It may have been given to the collar a moment ago, through another process.
                        : directory
                                .knownAfresh(serial)
                                .compose(fresh -> opens(fresh, credential)
                                        ? Future.succeededFuture(new Principal.Collar(serial))
                                        : Future.failedFuture(refused())));
    }

    private static boolean opens(Optional<Collar> collar, String credential) {
        return collar.flatMap(Collar::credential)
                .filter(hash -> hash.matches(credential))
                .isPresent();
    }

    private static Refusal refused() {
        return Refusal.of(
                Refusal.Kind.UNAUTHENTICATED, "auth.invalid_credential", "This is not the collar's credential.");
    }
}
