package ai.petty.secrets;

import ai.petty.config.Secret;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Keys of other services, each a secret of its own: nothing but the key, or a user name and a password. */
public final class ApiKeys {
    /** Strangers make us use a service (a mail for each that registers): they must not make us storm the store. */
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(5);

    private final SecretStore secrets;
    private final SecretNames names;
    private final LongSupplier nanoTime;
    private final Map<String, Long> serviceToFetched = new ConcurrentHashMap<>();

    /** @param nanoTime a clock that only goes forward, such as {@link System#nanoTime} */
    public ApiKeys(SecretStore secrets, SecretNames names, LongSupplier nanoTime) {
        this.secrets = secrets;
        this.names = names;
        this.nanoTime = nanoTime;
    }

    /**
     * The key for a service.
     *
     * @param service as {@link SecretNames#apiKey} wants it
     * @return fails with a {@link SecretMissing} or a {@link SecretStoreException}
     */
    public Future<Secret> of(String service) {
        return secrets.current(names.apiKey(service)).map(SecretVersion::text);
    }

    /** Who we are at a service, such as {@code smtp}, where that is a name and a password; fails as {@link #of}. */
    public Future<UserAndPassword> signIn(String service) {
        var name = names.apiKey(service);
        return secrets.current(name).compose(version -> UserAndPassword.of(name, version));
    }

    /** As {@link #signIn}, for when the service refused it: asked anew, unless that was done within five seconds. */
    public Future<UserAndPassword> signInRefused(String service) {
        var last = serviceToFetched.get(service);
        if (last != null && nanoTime.getAsLong() - last < BETWEEN_FETCHES.toNanos()) {
            return signIn(service);
        }
        var name = names.apiKey(service);
        return secrets.fresh(name)
                .onComplete(done -> serviceToFetched.put(service, nanoTime.getAsLong()))
                .compose(version -> UserAndPassword.of(name, version));
    }
}
