package ai.petty.http;

import ai.petty.observability.Correlation;
import ai.petty.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever went wrong into an answer of the version's shape. An exception's text never leaves the process. */
final class Problems implements Handler<RoutingContext> {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final CharSequence NO_CREDENTIAL = "Bearer realm=\"petty\"";
    private static final CharSequence WRONG_CREDENTIAL = "Bearer realm=\"petty\", error=\"invalid_token\"";
    /** Where the door itself did not say what is allowed, the path has no version, and those are only read. */
    private static final CharSequence UNVERSIONED_METHODS = "GET, HEAD";
    /** Statuses for which vertx-web looks for an error handler when no route took the request or a handler failed. */
    private static final int[] ROUTER_STATUSES = {400, 404, 405, 406, 415, 500};

    private final Doorstep doorstep;

    Problems(Doorstep doorstep) {
        this.doorstep = doorstep;
    }

    /** To be called last: its failure route stands behind the contract's own. */
    void mount(Router router) {
        router.route().failureHandler(this);
        for (var status : ROUTER_STATUSES) {
            router.errorHandler(status, this);
        }
    }

    @Override
    public void handle(RoutingContext ctx) {
        Optional.ofNullable(Visit.find(ctx))
                .flatMap(Visit::endFirst)
                .ifPresentOrElse(first -> first.failed(ctx.failure(), () -> tell(ctx)), () -> tell(ctx));
    }

    private void tell(RoutingContext ctx) {
        var response = ctx.response();
        if (response.ended() || response.closed()) {
            return;
        }
        var known = Visit.find(ctx);
        var visit = known == null ? doorstep.enter(ctx) : known;
        if (response.headWritten()) {
            logAccident(visit, ctx.failure());
            response.reset(); // half an answer is out; a cut is the only honest end
            return;
        }
        answer(ctx, visit);
    }

    private void answer(RoutingContext ctx, Visit visit) {
        var failure = ctx.failure();
        var refusal = failure instanceof Refusal given ? given : null;
        var status = refusal != null ? Statuses.of(refusal.kind()) : statusOf(ctx, failure);
        if (refusal == null && status >= 500) {
            logAccident(visit, failure);
        }
        var told = refusal != null ? refusal : Statuses.refusal(status);
        var headers = ctx.response().headers();
        ProblemBodies.wait(status, told)
                .ifPresent(wait -> headers.set(Headers.RETRY_AFTER, Long.toString(ProblemBodies.seconds(wait))));
        if (status == 405 && !headers.contains(HttpHeaders.ALLOW)) {
            headers.set(HttpHeaders.ALLOW, UNVERSIONED_METHODS);
        }
        if (status == 401) {
            headers.set(
                    Headers.WWW_AUTHENTICATE, told.code().equals("auth.required") ? NO_CREDENTIAL : WRONG_CREDENTIAL);
        }
        var version = visit.version();
        ctx.response().setStatusMessage(Statuses.phrase(status));
        Answers.as(
                ctx,
                status,
                ProblemBodies.contentType(version),
                ProblemBodies.body(version, status, told, visit.correlationId()).toBuffer());
    }

    private static int statusOf(RoutingContext ctx, @Nullable Throwable failure) {
        if (failure instanceof HttpException http) {
            return http.getStatusCode();
        }
        return ctx.statusCode() >= 400 ? ctx.statusCode() : 500;
    }

    private static void logAccident(Visit visit, @Nullable Throwable failure) {
        Correlation.set(visit.correlationId()); // a failure may be told from a context that is not the request's
        log.error("a request failed", failure);
    }
}
