package ai.petty.notifications.webhook;

import ai.petty.config.PettyConfig;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.circuitbreaker.TimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A breaker before each host, so that one that is dead costs the others nothing. Of hosts that are many the ones that were asked
 * longest ago are forgotten.
 */
public final class HostBreakers {
    private static final int MOST_HOSTS = 1_000;
    /** Failures count together until one succeeds, however far apart: attempts are rare where hosts are slow. */
    private static final Duration WINDOW = Duration.ofMinutes(30);

    /** So that what is guarded speaks first: it looks a name up, connects, and waits for an answer, each so long. */
    private static final int PARTS = 3;

    private static final Duration LONGER = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final CircuitBreakerOptions options;
    private final Map<String, Integer> hostToUnderWay = new ConcurrentHashMap<>();
    private final Cache<String, CircuitBreaker> hostToBreaker = Caffeine.newBuilder()
            .maximumSize(MOST_HOSTS)
            .<String, CircuitBreaker>removalListener((host, breaker, cause) -> {
                if (breaker != null) {
                    breaker.close();
                }
            })
            .executor(Runnable::run)
            .build();

    public HostBreakers(Vertx vertx, PettyConfig.Webhooks config, MeterRegistry meters) {
        this.vertx = vertx;
        this.options = new CircuitBreakerOptions()
                .setMaxFailures(config.breaker().failures())
                .setResetTimeout(config.breaker().reset().toMillis())
                .setFailuresRollingWindow(WINDOW.toMillis())
                .setTimeout(config.timeout().multipliedBy(PARTS).plus(LONGER).toMillis());
        Gauge.builder("petty.webhooks.resting", this, HostBreakers::resting)
                .description("Hosts of webhooks that are left alone because they did not answer")
                .register(meters);
    }

    /** Carries an outcome past the breaker as the failure that it is for the host. */
    private static final class Ailing extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Outcome outcome;

        Ailing(Outcome outcome) {
            super(null, null, false, false);
            this.outcome = outcome;
        }
    }

    /** Asks a host by {@code question}, unless it rests. It never fails. */
    Future<Outcome> ask(String host, Supplier<Future<Outcome>> question) {
        return breaker(host)
                .<Outcome>execute(() -> question.get()
                        .compose(outcome -> outcome.isOfTheHost()
                                ? Future.failedFuture(new Ailing(outcome))
                                : Future.succeededFuture(outcome)))
                .otherwise(HostBreakers::outcome);
    }

    /** A message to a host is under way: from when it is taken, long before its host is asked, so that nobody takes too many. */
    public void begin(String host) {
        hostToUnderWay.merge(host, 1, Integer::sum);
    }

    /** What was begun is over. */
    public void end(String host) {
        hostToUnderWay.computeIfPresent(host, (name, count) -> count == 1 ? null : count - 1);
    }

    private static Outcome outcome(Throwable cause) {
        return switch (cause) {
            case Ailing ailing -> ailing.outcome;
            case OpenCircuitException _ -> new Outcome.Failed(Problem.HOST_REST);
            case TimeoutException _ -> new Outcome.Failed(Problem.TIMEOUT);
            default -> new Outcome.Failed(Problem.NO_ANSWER);
        };
    }

    /**
     * How many messages hosts may be sent just now that may not be sent {@code most}: fewer while some are under way, none while one
     * rests, one when it is tried again.
     */
    public Map<String, Integer> room(int most) {
        var hostToRoom = new HashMap<String, Integer>();
        hostToUnderWay.forEach((host, count) -> hostToRoom.put(host, Math.max(0, most - count)));
        hostToBreaker.asMap().forEach((host, breaker) -> {
            switch (breaker.state()) {
                case CLOSED -> {}
                case OPEN -> hostToRoom.put(host, 0);
                case HALF_OPEN -> hostToRoom.put(host, hostToUnderWay.containsKey(host) ? 0 : 1);
            }
        });
        return hostToRoom;
    }

    private CircuitBreaker breaker(String host) {
        return hostToBreaker.get(host, name -> CircuitBreaker.create("webhook", vertx, options));
    }

    private long resting() {
        return hostToBreaker.asMap().values().stream()
                .filter(breaker -> breaker.state() != CircuitBreakerState.CLOSED)
                .count();
    }

    void close() {
        hostToBreaker.invalidateAll();
    }
}
