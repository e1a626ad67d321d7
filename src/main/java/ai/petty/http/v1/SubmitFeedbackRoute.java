package ai.petty.http.v1;

import static java.util.Objects.requireNonNull;

import ai.petty.feedback.Feedbacks;
import ai.petty.feedback.Given;
import ai.petty.feedback.Verdict;
import ai.petty.http.Answers;
import ai.petty.http.Visit;
import ai.petty.ingest.TimeText;
import ai.petty.pets.Actor;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/submit-feedback}: what somebody says to an event, whether there is such an event or not. */
public final class SubmitFeedbackRoute implements Handler<RoutingContext> {
    private static final int MOST_SEGMENT_BYTES = 64 * 1024;
    private static final double NANOS_PER_HUNDREDTH = 1e4;
    private static final double HUNDREDTHS = 100;

    private final Feedbacks feedbacks;
    private final Function<RoutingContext, Actor> caller;

    public SubmitFeedbackRoute(Feedbacks feedbacks, Function<RoutingContext, Actor> caller) {
        this.feedbacks = feedbacks;
        this.caller = caller;
    }

    @Override
    public void handle(RoutingContext ctx) {
        feedbacks
                .submit(caller.apply(ctx), given(requireNonNull(ctx.body().asJsonObject())))
                .onSuccess(noted -> Answers.json(ctx, 201, shape(Visit.of(ctx), noted)))
                .onFailure(ctx::fail);
    }

    /** The contract has seen to the rest of it. */
    private static Given given(JsonObject body) {
        var errors = new ArrayList<FieldError>();
        var saidAt = Optional.ofNullable(body.getString("timestamp")).map(TimeText::iso8601);
        if (saidAt.filter(at -> at == TimeText.NONE).isPresent()) {
            errors.add(new FieldError("/timestamp", "request.invalid", "must be an ISO 8601 time"));
        }
        var segment = Optional.ofNullable(body.getJsonObject("segment"));
        if (segment.filter(SubmitFeedbackRoute::isTooLarge).isPresent()) {
            errors.add(new FieldError("/segment", "request.invalid", "must have at most 64 KiB"));
        }
        if (!errors.isEmpty()) {
            throw Refusal.invalid("The feedback is not valid.", List.copyOf(errors));
        }
        var text = body.getString("user_feedback");
        return new Given(
                body.getString("event_id"), Verdict.said(text), Optional.empty(), note(text), segment, saidAt, false);
    }

    private static boolean isTooLarge(JsonObject segment) {
        return segment.encode().getBytes(StandardCharsets.UTF_8).length > MOST_SEGMENT_BYTES;
    }

    /** A word that the verdict says already is no note. */
    private static Optional<String> note(@Nullable String text) {
        return Optional.ofNullable(text)
                .filter(said -> !said.isBlank())
                .filter(said ->
                        !said.strip().equalsIgnoreCase(Verdict.said(said).wireName()));
    }

    private static JsonObject shape(Visit visit, Feedbacks.Noted noted) {
        return new JsonObject()
                .put("success", true)
                .put("feedback_id", noted.feedback().feedbackId().toString())
                .put("message", message(noted))
                .put("request_id", visit.correlationId())
                .put("processing_time_ms", Math.round(visit.elapsedNanos() / NANOS_PER_HUNDREDTH) / HUNDREDTHS);
    }

    private static String message(Feedbacks.Noted noted) {
        return "Thank you for your feedback."
                + (noted.feedback().episode().isPresent()
                        ? ""
                        : " No event of yours has this id; it is kept as unmatched.")
                + (noted.segmentKept() ? "" : " Its segment was not kept: those of yours have 16 MiB already.");
    }
}
