package ai.petty.secrets;

import ai.petty.config.Secret;
import ai.petty.secrets.SecretStore.Stage;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * User name and password of PostgreSQL: a secret {@code {"username": …, "password": …}}, as the rotations of AWS make it;
 * other fields are ignored.
 *
 * <p>When they are refused, what is in force is fetched anew. If that is the very version that was refused, the other stages are
 * tried, in this order: AWSPENDING, since a rotation changes the password in the database some seconds before it moves
 * AWSCURRENT; then AWSPREVIOUS, for where the secret was changed before the database. As soon as another version is in force,
 * that one is used.
 */
public final class DatabaseCredentials {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseCredentials.class);

    /** A storm of refused connections must not become a storm on the store. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final SecretStore secrets;
    private final String name;
    private final LongSupplier nanoTime;
    private final OneAtATime<Boolean> look = new OneAtATime<>(this::look);
    private final Set<String> refused = new HashSet<>();
    private volatile @Nullable Stead stead;
    private volatile @Nullable String lastUsed;
    private volatile @Nullable Long lastLook;

    /** Who signs in. */
    public record Credentials(String username, Secret password) {}

    /** @param insteadOf the version that is in force, and is refused */
    private record Stead(String insteadOf, SecretVersion version) {}

    /** @param nanoTime a clock that only goes forward, such as {@link System#nanoTime} */
    public DatabaseCredentials(SecretStore secrets, String name, LongSupplier nanoTime) {
        this.secrets = secrets;
        this.name = name;
        this.nanoTime = nanoTime;
    }

    /** @return fails with a {@link SecretMissing} or a {@link SecretStoreException} */
    public Future<Credentials> current() {
        return secrets.current(name).compose(inForce -> {
            var other = stead;
            var used = other != null && other.insteadOf().equals(inForce.versionId()) ? other.version() : inForce;
            lastUsed = used.versionId();
            return parse(used);
        });
    }

    private Future<Credentials> parse(SecretVersion version) {
        try {
            var json = new JsonObject(version.text().value());
            var username = json.getString("username");
            var password = json.getString("password");
            if (username != null && password != null) {
                return Future.succeededFuture(new Credentials(username, new Secret(password)));
            }
        } catch (DecodeException | ClassCastException e) {
            // said below; the exception's text quotes what was read
        }
        return Future.failedFuture(
                SecretStoreException.refused("The secret " + name + " is no JSON object with username and password"));
    }

    /**
     * What {@link #current} gave was refused. Looks for something else: once for all that are refused at the same time, and
     * not again within five seconds.
     *
     * @return whether another try is worth while; it does not fail
     */
    public Future<Boolean> refused() {
        var last = lastLook;
        return last != null && nanoTime.getAsLong() - last < BETWEEN_LOOKS.toNanos()
                ? Future.succeededFuture(true)
                : look.join();
    }

    private Future<Boolean> look() {
        var tried = lastUsed;
        if (tried != null) {
            refused.add(tried);
        }
        return secrets.fresh(name)
                .compose(inForce -> {
                    if (!refused.contains(inForce.versionId())) {
                        return Future.succeededFuture(useWhatIsInForce());
                    }
                    return other(Stage.AWSPENDING)
                            .recover(none -> other(Stage.AWSPREVIOUS))
                            .map(other -> use(inForce, other));
                })
                .otherwise(cause -> {
                    LOG.atWarn()
                            .addKeyValue("name", name)
                            .addKeyValue("cause", GuardedStore.describe(cause))
                            .log("PostgreSQL refused the credentials, and there are no others");
                    return useWhatIsInForce();
                })
                .onComplete(done -> lastLook = nanoTime.getAsLong());
    }

    private boolean useWhatIsInForce() {
        refused.clear();
        stead = null;
        return true;
    }

    private boolean use(SecretVersion inForce, SecretVersion other) {
        LOG.atWarn()
                .addKeyValue("name", name)
                .log("PostgreSQL refused the credentials in force: those of another stage are used");
        stead = new Stead(inForce.versionId(), other);
        return true;
    }

    private Future<SecretVersion> other(Stage stage) {
        return secrets.get(name, stage)
                .compose(version -> refused.contains(version.versionId())
                        ? Future.failedFuture(new SecretMissing(name))
                        : Future.succeededFuture(version));
    }
}
