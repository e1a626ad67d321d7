package ai.petty.app;

import ai.petty.config.PettyConfig;
import ai.petty.secrets.DirectorySecretStore;
import ai.petty.secrets.SecretStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Which store of secrets the configuration wants. */
final class SecretStores {
    private SecretStores() {}

    static Future<SecretStore> open(Vertx vertx, PettyConfig.Secrets config) {
        return switch (config.store()) {
            case DIRECTORY ->
                DirectorySecretStore.open(vertx, config.directory()).map(store -> store);
            case AWS -> Future.failedFuture(new UnsupportedOperationException("secrets.store: aws is not built yet"));
        };
    }
}
