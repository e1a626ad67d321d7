package ai.petty.http;

import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** The bodies of refusals, in the shape of each version. */
final class ProblemBodies {
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private ProblemBodies() {}

    /**
     * @param version empty where it cannot be known: then the body has the fields of both
     */
    static JsonObject body(Optional<ApiVersion> version, int status, Refusal refusal, String correlationId) {
        return version.map(known -> switch (known) {
                    case V1 -> v1(refusal, correlationId);
                    case V2 -> v2(status, refusal, correlationId);
                })
                .orElseGet(() -> v2(status, refusal, correlationId).mergeIn(v1(refusal, correlationId)));
    }

    static CharSequence contentType(Optional<ApiVersion> version) {
        return version.orElse(ApiVersion.V2) == ApiVersion.V1 ? Headers.JSON : Headers.PROBLEM_JSON;
    }

    private static JsonObject v1(Refusal refusal, String correlationId) {
        return new JsonObject().put("error", sentence(refusal)).put("request_id", correlationId);
    }

    /** Old clients read one sentence, so it names every field that is wrong. */
    private static String sentence(Refusal refusal) {
        var fields = refusal.errors().stream().map(ProblemBodies::named).collect(Collectors.joining("; "));
        return clean(fields.isEmpty() ? refusal.detail() : refusal.detail() + " " + fields);
    }

    private static String named(FieldError error) {
        var pointer = error.pointer();
        return pointer.isEmpty()
                ? error.detail()
                : pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~") + ": " + error.detail();
    }

    private static JsonObject v2(int status, Refusal refusal, String correlationId) {
        var body = new JsonObject()
                .put("type", "urn:petty:problem:" + refusal.code())
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", clean(refusal.detail()))
                .put("code", refusal.code())
                .put("correlation_id", correlationId);
        if (!refusal.errors().isEmpty()) {
            var errors = new JsonArray();
            refusal.errors().forEach(error -> errors.add(item(error)));
            body.put("errors", errors);
        }
        wait(status, refusal).ifPresent(wait -> body.put("retry_after_s", seconds(wait)));
        return body;
    }

    private static JsonObject item(FieldError error) {
        return new JsonObject()
                .put("pointer", clean(error.pointer()))
                .put("code", error.code())
                .put("detail", clean(error.detail()));
    }

    /** How long a refused caller should wait; always told on a 429 and a 503. */
    static Optional<Duration> wait(int status, Refusal refusal) {
        var told = refusal.retryAfter();
        return told.isEmpty() && (status == 429 || status == 503) ? Optional.of(SHORTEST_WAIT) : told;
    }

    /** Whole seconds, never less than the wait. */
    static long seconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }

    /** A lone surrogate out of somebody's input cannot be written as UTF-8; it becomes a question mark. */
    private static String clean(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
