package ai.petty.app;

import ai.petty.config.PettyConfig;
import ai.petty.mail.MailSignIn;
import ai.petty.secrets.ApiKeys;
import ai.petty.secrets.SecretNames;
import ai.petty.secrets.SecretStore;
import ai.petty.secrets.UserAndPassword;
import io.vertx.core.Future;

/** To the mail server with the credentials that the store of secrets holds. */
record StoredMailSignIn(ApiKeys keys, String service) implements MailSignIn {
    /** By {@code mail.credentials} when it names a service, else with what stands in the configuration. */
    static MailSignIn of(PettyConfig config, SecretStore secrets) {
        var service = config.mail().credentials();
        return service.isEmpty()
                ? MailSignIn.of(config.mail())
                : new StoredMailSignIn(new ApiKeys(secrets, SecretNames.of(config), System::nanoTime), service);
    }

    @Override
    public Future<Credentials> current() {
        return keys.signIn(service).map(StoredMailSignIn::credentials);
    }

    @Override
    public Future<Credentials> renewed() {
        return keys.signInRefused(service).map(StoredMailSignIn::credentials);
    }

    private static Credentials credentials(UserAndPassword who) {
        return new Credentials(who.username(), who.password());
    }
}
