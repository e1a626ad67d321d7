package ai.petty.mail;

import ai.petty.config.PettyConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.SMTPException;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to a mail server with a breaker before it: a server that is away, or says nothing, is left alone for a while. */
final class GuardedPost implements Post {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedPost.class);
    /** So that what is guarded speaks first. */
    private static final Duration LONGER = Duration.ofSeconds(2);

    /** What a server says for good about us, and not about one letter: we may not send at all (RFC 4954). */
    private static final Set<Integer> ABOUT_US = Set.of(530, 534, 535, 538);

    private final Post behind;
    private final CircuitBreaker breaker;

    GuardedPost(Vertx vertx, Post behind, PettyConfig.Mail config, MeterRegistry meters) {
        this.behind = behind;
        var options = new CircuitBreakerOptions()
                .setMaxFailures(config.breaker().failures())
                .setResetTimeout(config.breaker().reset().toMillis())
                .setTimeout(config.timeout().plus(LONGER).toMillis());
        breaker = CircuitBreaker.create("mail", vertx, options)
                .failurePolicy(outcome -> outcome.failed() && isOutage(outcome.cause()))
                .openHandler(nothing -> LOG.warn("The breaker of the mail server opened"))
                .closeHandler(nothing -> LOG.info("The breaker of the mail server closed"));
        Gauge.builder("petty.breaker.open", breaker, b -> b.state() == CircuitBreakerState.CLOSED ? 0 : 1)
                .tag("breaker", "mail")
                .register(meters);
    }

    /** A letter that is refused for good, such as to an address that there is not, says nothing about the others. */
    private static boolean isOutage(Throwable cause) {
        return !(cause instanceof SMTPException refused
                && refused.isPermanent()
                && !ABOUT_US.contains(refused.getReplyCode()));
    }

    /** Whether the breaker kept the letter from the server. */
    static boolean wasNotTried(Throwable cause) {
        return cause instanceof OpenCircuitException;
    }

    @Override
    public Future<Void> send(Letter letter, String messageId) {
        return breaker.execute(() -> behind.send(letter, messageId));
    }

    @Override
    public CircuitBreakerState state() {
        return breaker.state();
    }

    @Override
    public Future<Void> close() {
        breaker.close();
        return behind.close();
    }
}
