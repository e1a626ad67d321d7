package ai.petty.secrets;

import ai.petty.config.PettyConfig;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.circuitbreaker.TimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A store with a breaker before it, which says no at once while the store does not answer. */
final class GuardedStore implements SecretStore {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedStore.class);

    private final SecretStore behind;
    private final CircuitBreaker breaker;

    GuardedStore(Vertx vertx, SecretStore behind, PettyConfig.Secrets config) {
        this.behind = behind;
        var options = new CircuitBreakerOptions()
                .setMaxFailures(config.breaker().failures())
                .setResetTimeout(config.breaker().reset().toMillis())
                // Longer than what it guards: the store's own timeout speaks first.
                .setTimeout(config.timeout().plusSeconds(1).toMillis());
        breaker = CircuitBreaker.create("secrets", vertx, options)
                .failurePolicy(outcome -> outcome.failed() && isOutage(outcome.cause()))
                .openHandler(nothing -> LOG.warn("The breaker of the store of secrets opened"))
                .closeHandler(nothing -> LOG.info("The breaker of the store of secrets closed"));
    }

    /** A secret that is missing or denied says nothing about the others. */
    private static boolean isOutage(Throwable cause) {
        return switch (cause) {
            case SecretMissing _ -> false;
            case SecretStoreException e -> e.isOutage();
            default -> true;
        };
    }

    @Override
    public Future<SecretVersion> get(String name, Stage stage) {
        return guarded(() -> behind.get(name, stage));
    }

    @Override
    public Future<SecretVersion> put(String name, String text) {
        return guarded(() -> behind.put(name, text));
    }

    private Future<SecretVersion> guarded(Supplier<Future<SecretVersion>> question) {
        return breaker.execute(question).recover(cause -> Future.failedFuture(translated(cause)));
    }

    private static Throwable translated(Throwable cause) {
        return switch (cause) {
            case OpenCircuitException e -> new SecretStoreException("The store of secrets is not asked for a while", e);
            case TimeoutException e -> new SecretStoreException("The store of secrets did not answer in time", e);
            default -> cause;
        };
    }

    /** Whether the breaker kept the question from the store. */
    static boolean wasNotAsked(Throwable cause) {
        return cause.getCause() instanceof OpenCircuitException;
    }

    /** For the log. Only our own failures are known to hold no secret. */
    static String describe(Throwable cause) {
        return switch (cause) {
            case SecretMissing e -> String.valueOf(e.getMessage());
            case SecretStoreException e -> String.valueOf(e.getMessage());
            default -> cause.getClass().getSimpleName();
        };
    }

    CircuitBreakerState state() {
        return breaker.state();
    }

    @Override
    public Future<Void> close() {
        breaker.close();
        return behind.close();
    }
}
