package ai.petty.secrets;

import ai.petty.config.Secret;
import io.vertx.core.Future;

/** Keys of other services, each a secret of its own that holds nothing but the key. */
public final class ApiKeys {
    private final SecretStore secrets;
    private final SecretNames names;

    public ApiKeys(SecretStore secrets, SecretNames names) {
        this.secrets = secrets;
        this.names = names;
    }

    /**
     * The key for a service, such as {@code smtp} for the password of the mail server.
     *
     * @return fails with a {@link SecretMissing} or a {@link SecretStoreException}
     */
    public Future<Secret> of(String service) {
        return secrets.current(names.apiKey(service)).map(SecretVersion::text);
    }

    /** As {@link #of}, asked anew: for when the service refused the key. */
    public Future<Secret> fresh(String service) {
        return secrets.fresh(names.apiKey(service)).map(SecretVersion::text);
    }
}
