package ai.petty.privacy;

import ai.petty.config.PettyConfig;
import ai.petty.secrets.SecretMissing;
import ai.petty.secrets.SecretNames;
import ai.petty.secrets.SecretStore;
import ai.petty.secrets.SecretVersion;
import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that this process holds, as the secret store last told them. Asked again as often as the store's own cache asks,
 * and once whenever an envelope names a key that is not here.
 */
public final class FieldKeyRing implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(FieldKeyRing.class);
    /** Any constant will do, as long as nobody else takes it. Held by whoever changes the secret. */
    private static final long KEYS_LOCK = 0x7065_7474_7901L;

    private static final Duration BETWEEN_FORCED_QUESTIONS = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final SecretStore secrets;
    private final String secretName;
    private final InstantSource clock;
    private final AtomicReference<Known> known;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile long timer = -1;

    private record Known(String versionId, FieldKeys keys) {}

    private FieldKeyRing(Vertx vertx, SecretStore secrets, String secretName, InstantSource clock, Known first) {
        this.vertx = vertx;
        this.secrets = secrets;
        this.secretName = secretName;
        this.clock = clock;
        this.known = new AtomicReference<>(first);
    }

    /**
     * Reads the keys, and makes them where there are none and the configuration lets it. Two processes that start together agree:
     * keys are made under a lock in PostgreSQL, after one more look.
     *
     * @return fails with {@link SecretMissing} where there are none and none may be made
     */
    public static Future<FieldKeyRing> open(
            Vertx vertx, SecretStore secrets, PettyConfig config, Database database, InstantSource clock) {
        var name = SecretNames.of(config).piiKeys();
        return secrets.current(name)
                .recover(cause ->
                        cause instanceof SecretMissing && config.secrets().mayMake()
                                ? make(secrets, name, database)
                                : Future.failedFuture(cause))
                .map(version -> {
                    var ring = new FieldKeyRing(vertx, secrets, name, clock, known(version));
                    ring.timer = vertx.setPeriodic(config.secrets().ttl().toMillis(), tick -> ring.ask());
                    return ring;
                });
    }

    private static Future<SecretVersion> make(SecretStore secrets, String name, Database database) {
        return database.transact(connection -> lock(connection)
                .compose(locked -> secrets.fresh(name))
                .recover(cause -> cause instanceof SecretMissing
                        ? secrets.put(
                                name, FieldKeys.fresh(new SecureRandom()).text().value())
                        : Future.failedFuture(cause)));
    }

    /** Until the transaction ends nobody else changes the secret. */
    static Future<Void> lock(SqlClient transaction) {
        return transaction
                .preparedQuery("select pg_advisory_xact_lock($1)")
                .execute(Tuple.of(KEYS_LOCK))
                .mapEmpty();
    }

    private static Known known(SecretVersion version) {
        return new Known(version.versionId(), FieldKeys.parse(version.text()));
    }

    /** What enciphers with these keys. */
    public FieldCipher cipher() {
        return new KeyedFieldCipher(this, clock);
    }

    @Override
    public FieldKeys keys() {
        return known.get().keys();
    }

    /** Asks the store itself at once, but not more than about once a second, and not while a question is on its way. */
    @Override
    public void askOnce() {
        if (asking.compareAndSet(false, true)) {
            take(secrets.fresh(secretName))
                    .onComplete(
                            asked -> vertx.setTimer(BETWEEN_FORCED_QUESTIONS.toMillis(), tick -> asking.set(false)));
        }
    }

    /** Asks the store itself. */
    Future<Void> refresh() {
        return take(secrets.fresh(secretName));
    }

    /** Takes what the store holds now. What is known stays in use when the store is away or tells something unreadable. */
    private Future<Void> ask() {
        return take(secrets.current(secretName));
    }

    private Future<Void> take(Future<SecretVersion> asked) {
        return asked.map(version -> {
                    if (!version.versionId().equals(known.get().versionId())) {
                        known.set(known(version));
                        LOG.info("The keys of personal fields were read anew");
                    }
                    return (Void) null;
                })
                .onFailure(cause -> LOG.atWarn()
                        .addKeyValue("cause", cause.getClass().getSimpleName())
                        .log("The keys of personal fields could not be read anew"));
    }

    /** Asks no more. */
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }
}
