package ai.petty.http.v2;

import ai.petty.feedback.Feedback;
import ai.petty.feedback.Feedbacks;
import ai.petty.feedback.Given;
import ai.petty.feedback.Verdict;
import ai.petty.http.Answers;
import ai.petty.inference.behaviour.Episode;
import ai.petty.pets.Actor;
import ai.petty.problem.Refusal;
import ai.petty.store.Micros;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** {@code /v2/pets/{pet_id}/events/{event_id}/feedback} and {@code /v2/pets/{pet_id}/feedback}: what the caller says to events. */
public final class FeedbackRoute {
    private static final int LIMIT = 100;
    private static final int MOST = 500;

    private final Feedbacks feedbacks;
    private final Function<RoutingContext, Actor> caller;

    public FeedbackRoute(Feedbacks feedbacks, Function<RoutingContext, Actor> caller) {
        this.feedbacks = feedbacks;
        this.caller = caller;
    }

    /** The same event again is a change of mind. */
    public void give(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        feedbacks
                .submit(caller.apply(ctx), petId, given(parameters.path("event_id"), Caller.body(ctx)))
                .onSuccess(noted -> {
                    var answer = shape(noted.feedback()).toBuffer();
                    var place = "/v2/pets/" + petId + "/events/" + eventId(noted.feedback()) + "/feedback";
                    Answers.made(
                            ctx,
                            noted.isNew() ? 201 : 200,
                            noted.isNew() ? Optional.of(place) : Optional.empty(),
                            answer,
                            answer.toString());
                })
                .onFailure(ctx::fail);
    }

    /** By its name of today: what the caller called it may be gone. */
    private static String eventId(Feedback feedback) {
        return feedback.episode()
                .map(episode -> episode.id().text())
                .orElse(feedback.given().eventId());
    }

    private static Given given(String eventId, JsonObject body) {
        return new Given(
                eventId,
                Verdict.of(body.getString("verdict")),
                Optional.ofNullable(body.getString("corrected_behavior")),
                Optional.ofNullable(body.getString("note")).filter(note -> !note.isBlank()),
                Optional.empty(),
                Optional.empty(),
                body.getBoolean("use_for_training", false));
    }

    public void get(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        feedbacks
                .mine(caller.apply(ctx), petId, parameters.path("event_id"))
                .onSuccess(found ->
                        TaggedAnswer.send(ctx, "application/json", shape(found).toBuffer()))
                .onFailure(ctx::fail);
    }

    public void list(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        var limit = parameters.limit(LIMIT, MOST);
        var after = parameters.text("cursor").map(FeedbackRoute::cursor);
        parameters.check();
        feedbacks
                .mine(caller.apply(ctx), petId, after, limit + 1)
                .onSuccess(found -> TaggedAnswer.send(
                        ctx, "application/json", page(found, limit).toBuffer()))
                .onFailure(ctx::fail);
    }

    private static UUID cursor(String text) {
        try {
            var id = UUID.fromString(text);
            if (id.toString().equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // refused below, like any other that this route has not made
        }
        throw Refusal.of(Refusal.Kind.INVALID, "cursor.invalid", "The cursor is not one of this question's.");
    }

    private static JsonObject page(List<Feedback> found, int limit) {
        var told = found.subList(0, Math.min(limit, found.size()));
        var json = new JsonObject()
                .put(
                        "feedback",
                        new JsonArray(told.stream().map(FeedbackRoute::shape).toList()));
        return found.size() > limit
                ? json.put("next_cursor", told.getLast().feedbackId().toString())
                : json;
    }

    private static JsonObject shape(Feedback feedback) {
        var given = feedback.given();
        var json = new JsonObject()
                .put("feedback_id", feedback.feedbackId().toString())
                .put("event_id", given.eventId())
                .put("verdict", given.verdict().wireName());
        given.corrected().ifPresent(label -> json.put("corrected_behavior", label));
        given.note().ifPresent(note -> json.put("note", note));
        json.put("use_for_training", given.mayTrain())
                .put("given_at", Micros.instant(feedback.givenAt()).toString());
        feedback.episode().ifPresent(episode -> json.put("event", event(episode)));
        return json;
    }

    private static JsonObject event(Episode episode) {
        return new JsonObject()
                .put("event_id", episode.id().text())
                .put("behavior", episode.behaviour().wireName())
                .put("from", Micros.instant(episode.from()).toString())
                .put("to", Micros.instant(episode.to()).toString())
                .put("confidence", episode.confidence())
                .put("model", episode.model());
    }
}
