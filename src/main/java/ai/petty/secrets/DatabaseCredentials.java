package ai.petty.secrets;

import ai.petty.secrets.SecretStore.Stage;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * User name and password of PostgreSQL.
 *
 * <p>When they are refused, what is in force is fetched anew. If that is the very version that was refused, the other stages are
 * tried, in this order: AWSPENDING, since a rotation changes the password in the database some seconds before it moves
 * AWSCURRENT; then AWSPREVIOUS, for where the secret was changed before the database. As soon as another version is in force,
 * that one is used.
 *
 * <p>Who is refused cannot say with which version: connections are made in parallel, and the refusal of an old version may be
 * told when a new one is in use already. So for some seconds after a change a refusal is taken as one of the version before,
 * and answered by "try again", not by giving up the new version.
 */
public final class DatabaseCredentials {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseCredentials.class);

    /**
     * A storm of refused connections must not become a storm on the store; and so much later than its version was handed out
     * a connection has been refused, or has given up (as long as {@code database.connect-timeout} by default).
     */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final SecretStore secrets;
    private final String name;
    private final LongSupplier nanoTime;
    private final OneAtATime<Boolean> look = new OneAtATime<>(this::look);
    private final Set<String> refused = new HashSet<>();
    private volatile @Nullable Stead stead;
    private @Nullable Used used;
    private @Nullable Used usedBefore;
    private @Nullable Long lastLook;

    /** @param last when it was handed out last, in the nanoseconds of the clock */
    private record Used(String versionId, long last) {}

    /** @param insteadOf the version that is in force, and is refused */
    private record Stead(String insteadOf, SecretVersion version) {}

    /** @param nanoTime a clock that only goes forward, such as {@link System#nanoTime} */
    public DatabaseCredentials(SecretStore secrets, String name, LongSupplier nanoTime) {
        this.secrets = secrets;
        this.name = name;
        this.nanoTime = nanoTime;
    }

    /** @return fails with a {@link SecretMissing} or a {@link SecretStoreException} */
    public Future<UserAndPassword> current() {
        return secrets.current(name).compose(inForce -> {
            var other = stead;
            var use = other != null && other.insteadOf().equals(inForce.versionId()) ? other.version() : inForce;
            handOut(use.versionId());
            return UserAndPassword.of(name, use);
        });
    }

    private synchronized void handOut(String versionId) {
        if (used != null && !used.versionId().equals(versionId)) {
            usedBefore = used;
        }
        used = new Used(versionId, nanoTime.getAsLong());
    }

    /**
     * What {@link #current} gave was refused. Looks for something else: once for all that are refused at the same time, and
     * not again within five seconds.
     *
     * @return whether another try is worth while; it does not fail
     */
    public Future<Boolean> refused() {
        return look.join();
    }

    private Future<Boolean> look() {
        synchronized (this) {
            if (isRecent(lastLook) || (usedBefore != null && isRecent(usedBefore.last()))) {
                return Future.succeededFuture(true);
            }
            if (used != null) {
                refused.add(used.versionId());
            }
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
                .onComplete(done -> looked());
    }

    private boolean isRecent(@Nullable Long time) {
        return time != null && nanoTime.getAsLong() - time < PAUSE.toNanos();
    }

    private synchronized void looked() {
        lastLook = nanoTime.getAsLong();
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
