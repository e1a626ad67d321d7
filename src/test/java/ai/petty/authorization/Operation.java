package ai.petty.authorization;

import ai.petty.identity.Scope;
import ai.petty.pets.Role;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table: who may do this, written down here and not read off the contract or the code.
 *
 * @param open whether nobody needs a credential
 * @param scope what a person's token must hold; empty where any token will do
 * @param collarsToo whether a collar's own credential is good for it
 * @param least the least role on the pet that it is about; empty where it is about no pet
 * @param good the answer to a good request of somebody who may
 * @param others what is told to whoever is signed in, but not of that pet or not in that role; empty where it is what the
 *     contract says of every pet: 404 and 403
 * @param ask makes a good request
 */
record Operation(
        String version,
        String id,
        boolean open,
        Optional<Scope> scope,
        boolean collarsToo,
        Optional<Role> least,
        Expected good,
        Optional<Expected> others,
        Function<Scene, Request> ask) {

    /** @param path whole, with its version */
    record Request(HttpMethod method, String path, @Nullable String body) {
        static Request get(String path) {
            return new Request(HttpMethod.GET, path, null);
        }

        static Request post(String path, String body) {
            return new Request(HttpMethod.POST, path, body);
        }

        static Request put(String path, String body) {
            return new Request(HttpMethod.PUT, path, body);
        }

        static Request patch(String path, String body) {
            return new Request(HttpMethod.PATCH, path, body);
        }

        static Request delete(String path) {
            return new Request(HttpMethod.DELETE, path, null);
        }
    }

    /** For anybody, with or without a credential. */
    static Operation open(String version, String id, int good, Function<Scene, Request> ask) {
        return new Operation(
                version,
                id,
                true,
                Optional.empty(),
                true,
                Optional.empty(),
                Expected.allowed(good),
                Optional.empty(),
                ask);
    }

    static Operation needs(String version, String id, Scope scope, int good, Function<Scene, Request> ask) {
        return new Operation(
                version,
                id,
                false,
                Optional.of(scope),
                false,
                Optional.empty(),
                Expected.allowed(good),
                Optional.empty(),
                ask);
    }

    /** For whoever is signed in. */
    static Operation needsToken(String version, String id, int good, Function<Scene, Request> ask) {
        return new Operation(
                version,
                id,
                false,
                Optional.empty(),
                false,
                Optional.empty(),
                Expected.allowed(good),
                Optional.empty(),
                ask);
    }

    Operation forCollarsToo() {
        return new Operation(version, id, open, scope, true, least, good, others, ask);
    }

    Operation least(Role role) {
        return new Operation(version, id, open, scope, collarsToo, Optional.of(role), good, others, ask);
    }

    /** For what does not answer by its status alone, or names its object otherwise than by the pet. */
    Operation telling(Expected whoMay, Expected whoMayNot) {
        return new Operation(version, id, open, scope, collarsToo, least, whoMay, Optional.of(whoMayNot), ask);
    }

    @Override
    public String toString() {
        return version + " " + id;
    }
}
