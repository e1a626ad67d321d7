package ai.petty.identity.password;

import ai.petty.config.PettyConfig;
import ai.petty.problem.Refusal;
import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Argon2id, off the event loops. A few threads hash, some callers wait, the rest are refused with a time to return: a storm of
 * sign-ins takes neither the loops nor the memory.
 */
public final class PasswordHasher {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Argon2Function current;
    private final ThreadPoolExecutor threads;
    private final Timer timer;
    /** What is verified where there is no password, so that it takes as long. */
    private final String nobodys;

    /** @param upgrade the password was right and its hash is older than the configuration: this is to be stored */
    public record Verdict(boolean right, Optional<String> upgrade) {}

    /** Hashes once, so that the first sign-in is not slower than the others. Blocks for that. */
    public PasswordHasher(Vertx vertx, PettyConfig.Passwords config, MeterRegistry meters) {
        this.vertx = vertx;
        this.current = Argon2Function.getInstance(
                Math.toIntExact(config.memory().bytes() / 1024),
                config.iterations(),
                config.parallelism(),
                HASH_BYTES,
                Argon2.ID);
        this.threads = new ThreadPoolExecutor(
                config.atOnce(),
                config.atOnce(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(config.waiting()),
                Thread.ofPlatform().name("petty-password-", 0).daemon().factory());
        this.timer = meters.timer("petty.passwords");
        Gauge.builder("petty.passwords.waiting", threads.getQueue(), Collection::size)
                .register(meters);
        this.nobodys = hashed("of nobody");
    }

    /** The PHC string of a password. */
    public Future<String> hash(String password) {
        return work(() -> hashed(password));
    }

    /**
     * Verifies once, whatever there is to verify. It takes as long as the parameters of {@code hash} take; where there is none, as the
     * configured ones. So after these were raised, an account that has not signed in since answers quicker than one that does
     * not exist, until its next sign-in hashes its password anew.
     *
     * @param hash a PHC string; empty where there is no account or no password, which is never right
     */
    public Future<Verdict> verify(String password, Optional<String> hash) {
        return work(() -> {
            var against = hash.orElse(nobodys);
            // What is too long is nobody's password: it is not worth the time it takes, but the answer must take as
            // long.
            var given = PasswordRules.isTooLong(password) ? "" : password;
            var right = matches(given, against) && hash.isPresent() && given.equals(password);
            return new Verdict(right, right && isOld(against) ? Optional.of(hashed(password)) : Optional.empty());
        });
    }

    /** How often a password was hashed or verified since the start. */
    public long count() {
        return timer.count();
    }

    private String hashed(String password) {
        return timed(() -> Password.hash(PasswordRules.normal(password))
                .addRandomSalt(SALT_BYTES)
                .with(current)
                .getResult());
    }

    private boolean matches(String password, String hash) {
        return timed(() ->
                Password.check(PasswordRules.normal(password), hash).with(Argon2Function.getInstanceFromHash(hash)));
    }

    private <T> T timed(Supplier<T> work) {
        var begun = System.nanoTime();
        try {
            return work.get();
        } finally {
            timer.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }
    }

    private boolean isOld(String hash) {
        var its = Argon2Function.getInstanceFromHash(hash);
        return its.getMemory() != current.getMemory()
                || its.getIterations() != current.getIterations()
                || its.getParallelism() != current.getParallelism()
                || its.getVariant() != current.getVariant()
                || its.getVersion() != current.getVersion();
    }

    private <T> Future<T> work(Callable<T> work) {
        var context = vertx.getOrCreateContext();
        var promise = Promise.<T>promise();
        try {
            threads.execute(new Job(
                    () -> {
                        var result = work.call();
                        context.runOnContext(nothing -> promise.complete(result));
                        return result;
                    },
                    cause -> context.runOnContext(nothing -> promise.fail(cause))));
        } catch (RejectedExecutionException e) {
            return Future.failedFuture(Refusal.unavailable("server.busy", "Too many sign-ins are under way.", pause()));
        }
        return promise.future();
    }

    /** Work that somebody waits for: whatever becomes of it, they are told. */
    private record Job(Callable<?> work, Consumer<Throwable> failed) implements Runnable {
        @Override
        @SuppressWarnings("PMD.AvoidCatchingThrowable") // an Error would leave the request hanging, too
        public void run() {
            try {
                work.call();
            } catch (Throwable e) {
                failed.accept(e);
            }
        }
    }

    /** As long as the queue takes that stands now. */
    private Duration pause() {
        var nanos = timer.mean(TimeUnit.NANOSECONDS) * threads.getQueue().size() / threads.getCorePoolSize();
        var queue = Duration.ofNanos((long) nanos);
        return queue.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : queue;
    }

    /** Ends the threads; what waits is not hashed any more, and refused. */
    public Future<Void> close() {
        for (var waiting : threads.shutdownNow()) {
            if (waiting instanceof Job job) {
                job.failed().accept(Refusal.unavailable("server.busy", "The server is about to stop.", LEAST_PAUSE));
            }
        }
        return Future.succeededFuture();
    }
}
