package ai.petty.app;

import ai.petty.config.PettyConfig;
import ai.petty.secrets.AwsSecretStore;
import ai.petty.secrets.CachedSecretStore;
import ai.petty.secrets.DirectorySecretStore;
import ai.petty.secrets.SecretNames;
import ai.petty.secrets.SecretStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The store of secrets that the configuration wants, and what remembers in front of it. */
final class SecretStores {
    private SecretStores() {}

    static Future<CachedSecretStore> open(Vertx vertx, PettyConfig config, MeterRegistry meters) {
        var names = SecretNames.of(config);
        return store(vertx, config.secrets(), names)
                .map(store -> CachedSecretStore.over(store, vertx, config.secrets(), names, meters));
    }

    private static Future<SecretStore> store(Vertx vertx, PettyConfig.Secrets config, SecretNames names) {
        return switch (config.store()) {
            case DIRECTORY ->
                DirectorySecretStore.open(vertx, config.directory()).map(store -> store);
            case AWS -> AwsSecretStore.open(vertx, config, names.jwtKeys()).map(store -> store);
        };
    }
}
