package ai.petty.app;

import ai.petty.config.PettyConfig;
import ai.petty.secrets.DatabaseCredentials;
import ai.petty.secrets.SecretNames;
import ai.petty.secrets.SecretStore;
import ai.petty.store.DatabaseAddress;
import ai.petty.store.Failures;
import ai.petty.store.Migrations;
import ai.petty.store.SignIn;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** To the configured database with the credentials that the store of secrets holds. */
record DatabaseSignIn(DatabaseAddress where, DatabaseCredentials credentials) implements SignIn {
    /** By {@code secrets.database} when it names a secret, else with what stands in the address. */
    static SignIn of(DatabaseAddress where, PettyConfig config, SecretStore secrets) {
        return SecretNames.of(config)
                .database()
                .<SignIn>map(
                        name -> new DatabaseSignIn(where, new DatabaseCredentials(secrets, name, System::nanoTime)))
                .orElseGet(() -> SignIn.of(where));
    }

    @Override
    public Future<DatabaseAddress> address() {
        return credentials.current().map(who -> where.as(who.username(), who.password()));
    }

    @Override
    public Future<Boolean> renew() {
        return credentials.refused();
    }

    /** Brings the schema up to date, on a worker. */
    static Future<Void> migrate(Vertx vertx, PettyConfig.Database config, SignIn signIn) {
        return migrateOnce(vertx, config, signIn)
                .recover(cause -> Failures.isSignIn(cause)
                        ? signIn.renew()
                                .compose(renewed ->
                                        renewed ? migrateOnce(vertx, config, signIn) : Future.failedFuture(cause))
                        : Future.failedFuture(cause));
    }

    private static Future<Void> migrateOnce(Vertx vertx, PettyConfig.Database config, SignIn signIn) {
        return signIn.address()
                .compose(address -> vertx.executeBlocking(
                        () -> {
                            Migrations.apply(address, config);
                            return true;
                        },
                        false))
                .mapEmpty();
    }
}
