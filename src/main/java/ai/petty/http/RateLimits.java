package ai.petty.http;

import ai.petty.identity.Principal;
import ai.petty.limits.LimitName;
import ai.petty.limits.Limits;
import ai.petty.limits.Verdict;
import ai.petty.problem.Refusal;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** Takes tokens for a request and tells the caller, in v2, how many are left. */
public final class RateLimits {
    private final Limits limits;

    public RateLimits(Limits limits) {
        this.limits = limits;
    }

    /**
     * Takes {@code tokens} for the collar or account {@code key}.
     *
     * @return the refusal to fail with, when there are too few
     */
    public Optional<Refusal> take(RoutingContext ctx, LimitName name, String key, long tokens) {
        if (Visit.of(ctx).version().orElse(ApiVersion.V2) == ApiVersion.V1) {
            return limits.take(name, key, tokens).map(RateLimits::refusal);
        }
        var verdict = limits.ask(name, key, tokens);
        show(ctx, verdict);
        return verdict.taken() ? Optional.empty() : Optional.of(refusal(verdict.retryAfter()));
    }

    /** Takes one token for whoever asks. */
    Optional<Refusal> takeForCaller(RoutingContext ctx, LimitName name) {
        return take(ctx, name, callerKey(ctx), 1);
    }

    /** Callers without a name share a bucket with all others of their address. */
    private static String callerKey(RoutingContext ctx) {
        return switch (Visit.of(ctx).principal()) {
            case Principal.Person person -> "person " + person.account();
            case Principal.Collar collar -> "collar " + collar.serial();
            case Principal.Anonymous() -> "address " + Visit.of(ctx).neighbourhood();
        };
    }

    private static void show(RoutingContext ctx, Verdict verdict) {
        var headers = ctx.response().headers();
        headers.set(Headers.RATE_LIMIT, Long.toString(verdict.limit()));
        headers.set(Headers.RATE_REMAINING, Long.toString(verdict.remaining()));
        headers.set(Headers.RATE_RESET, Long.toString(wholeSeconds(verdict.reset())));
    }

    private static long wholeSeconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }

    private static Refusal refusal(Duration retryAfter) {
        return Refusal.tooMany("limit.exceeded", "Too many requests; the limit is per process.", retryAfter);
    }
}
