package ai.petty.secrets;

import ai.petty.config.PettyConfig;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what is in force for {@code secrets.ttl} and asks again {@code secrets.refresh-ahead} before that, so that
 * nobody waits. While the store does not give an answer the last value stays in use, however old; its age is a meter and a
 * warning. That holds for a secret that was deleted as well: who wants a value out of use rotates it.
 *
 * <p>A secret is fetched once however many ask at the same time. Other stages than AWSCURRENT are not remembered.
 */
public final class CachedSecretStore implements SecretStore {
    private static final Logger LOG = LoggerFactory.getLogger(CachedSecretStore.class);
    private static final int MOST_SECRETS = 1_000;

    /** What nobody asks for is not fetched for ever. Longer than any connection lives, since a connection asks. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private final Vertx vertx;
    private final GuardedStore behind;
    private final LongSupplier nanoTime;
    private final long ttl;
    private final long refreshAfter;
    private final Cache<String, Kept> nameToKept;
    private final Map<String, OneAtATime<SecretVersion>> nameToQuestion = new ConcurrentHashMap<>();
    private final long timer;

    /**
     * What is remembered of one secret.
     *
     * @param asked when it was asked for, in the nanoseconds of the clock: the answer is no older than that
     * @param failing whether the last try to get a newer one failed
     */
    private record Kept(SecretVersion version, long asked, boolean failing) {
        Kept failed() {
            return new Kept(version, asked, true);
        }
    }

    /** @param nanoTime a clock that only goes forward, such as {@link System#nanoTime} */
    CachedSecretStore(Vertx vertx, GuardedStore behind, PettyConfig.Secrets config, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.behind = behind;
        this.nanoTime = nanoTime;
        ttl = config.ttl().toNanos();
        refreshAfter = config.ttl().minus(config.refreshAhead()).toNanos();
        nameToKept = Caffeine.newBuilder()
                .maximumSize(MOST_SECRETS)
                .expireAfterAccess(FORGOTTEN_AFTER)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
        // Four tries before the value is older than it should be.
        timer = vertx.setPeriodic(Math.max(1, config.refreshAhead().toMillis() / 4), tick -> refreshAhead());
    }

    /** In front of {@code behind}; the age of what is remembered is a meter for each kind of secret. */
    public static CachedSecretStore over(
            SecretStore behind, Vertx vertx, PettyConfig.Secrets config, SecretNames names, MeterRegistry meters) {
        var guarded = new GuardedStore(vertx, behind, config);
        var front = new CachedSecretStore(vertx, guarded, config, System::nanoTime);
        front.meter(names, meters);
        return front;
    }

    void meter(SecretNames names, MeterRegistry meters) {
        for (var kind : SecretKind.values()) {
            Gauge.builder("petty.secrets.age", this, front -> front.age(names, kind))
                    .tag("kind", kind.label())
                    .baseUnit("seconds")
                    .description("since the oldest remembered secret was asked for; over secrets.ttl the store fails")
                    .register(meters);
        }
        Gauge.builder("petty.breaker.open", this, front -> front.state() == CircuitBreakerState.CLOSED ? 0 : 1)
                .tag("breaker", "secrets")
                .register(meters);
    }

    @Override
    public Future<SecretVersion> get(String name, Stage stage) {
        return stage == Stage.AWSCURRENT ? current(name) : onThisContext(behind.get(name, stage));
    }

    @Override
    public Future<SecretVersion> current(String name) {
        var kept = nameToKept.getIfPresent(name);
        if (kept == null) {
            return onThisContext(question(name).join());
        }
        var age = nanoTime.getAsLong() - kept.asked();
        if (age < ttl) {
            return Future.succeededFuture(kept.version());
        }
        var fetched = question(name).join();
        // Where a try has failed already nobody waits for the next one.
        return kept.failing()
                ? Future.succeededFuture(kept.version())
                : onThisContext(fetched.otherwise(kept.version()));
    }

    /**
     * Asks the store after this call, whatever is remembered or under way: a caller may hold a lock under which it changes
     * the secret. Those that ask while a question is under way share the next one. Fails when the store cannot be asked.
     */
    @Override
    public Future<SecretVersion> fresh(String name) {
        return onThisContext(question(name).anew());
    }

    @Override
    public Future<SecretVersion> put(String name, String text) {
        return behind.put(name, text).onSuccess(version -> keep(name, new Kept(version, nanoTime.getAsLong(), false)));
    }

    private OneAtATime<SecretVersion> question(String name) {
        return nameToQuestion.computeIfAbsent(name, key -> new OneAtATime<>(() -> fetch(key)));
    }

    private Future<SecretVersion> fetch(String name) {
        var asked = nanoTime.getAsLong();
        return behind.current(name)
                .onSuccess(version -> keep(name, new Kept(version, asked, false)))
                .onFailure(cause -> warn(name, cause));
    }

    /** An answer that was asked for before the remembered one is older, whenever it arrives. */
    private void keep(String name, Kept fresh) {
        nameToKept.asMap().merge(name, fresh, (known, other) -> other.asked() - known.asked() >= 0 ? other : known);
    }

    private void warn(String name, Throwable cause) {
        var kept = nameToKept.asMap().computeIfPresent(name, (key, known) -> known.failed());
        if (kept != null && !GuardedStore.wasNotAsked(cause)) {
            LOG.atWarn()
                    .addKeyValue("name", name)
                    .addKeyValue("age_s", seconds(kept))
                    .addKeyValue("cause", GuardedStore.describe(cause))
                    .log("The store did not give the secret again: the value of before stays in use");
        }
    }

    void refreshAhead() {
        nameToKept.asMap().forEach((name, kept) -> {
            if (nanoTime.getAsLong() - kept.asked() >= refreshAfter) {
                question(name).join();
            }
        });
    }

    private long seconds(Kept kept) {
        return Duration.ofNanos(nanoTime.getAsLong() - kept.asked()).toSeconds();
    }

    /** How old the oldest remembered secret of that kind is, in seconds; NaN when there is none. */
    double age(SecretNames names, SecretKind kind) {
        return nameToKept.asMap().entrySet().stream()
                .filter(entry -> names.kindOf(entry.getKey()) == kind)
                .mapToDouble(entry -> seconds(entry.getValue()))
                .max()
                .orElse(Double.NaN);
    }

    /** Whether the store failed when a remembered secret was last asked for again. */
    public boolean isStale() {
        return nameToKept.asMap().values().stream().anyMatch(Kept::failing);
    }

    /** How the breaker before the store stands. */
    public CircuitBreakerState state() {
        return behind.state();
    }

    private <T> Future<T> onThisContext(Future<T> future) {
        var context = vertx.getOrCreateContext();
        var promise = Promise.<T>promise();
        future.onComplete(answer -> context.runOnContext(nothing -> promise.handle(answer)));
        return promise.future();
    }

    @Override
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return behind.close();
    }
}
