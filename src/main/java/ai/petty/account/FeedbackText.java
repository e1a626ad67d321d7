package ai.petty.account;

import ai.petty.feedback.Feedback;
import ai.petty.feedback.MotionEvidence;
import ai.petty.inference.behaviour.Episode;
import ai.petty.store.Micros;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What the person has said to events, in the words of the export. */
final class FeedbackText {
    private FeedbackText() {}

    /** One line, with the event as it was. */
    static String line(Feedback feedback) {
        var given = feedback.given();
        var json = new JsonObject()
                .put("feedback_id", feedback.feedbackId().toString())
                .put("event_id", given.eventId())
                .put("verdict", given.verdict().wireName());
        given.corrected().ifPresent(label -> json.put("corrected_behavior", label));
        given.note().ifPresent(note -> json.put("note", note));
        given.segment().ifPresent(segment -> json.put("segment", segment));
        given.saidAt().ifPresent(at -> json.put("said_at", Micros.instant(at).toString()));
        json.put("use_for_training", given.mayTrain())
                .put("given_at", Micros.instant(feedback.givenAt()).toString());
        feedback.petId().ifPresent(pet -> json.put("pet_id", pet.toString()));
        feedback.episode().ifPresent(episode -> json.put("event", event(episode)));
        if (!feedback.windows().isEmpty()) {
            json.put(
                    "windows",
                    new JsonArray(feedback.windows().stream()
                            .map(MotionEvidence::json)
                            .toList()));
        }
        return json.encode() + "\n";
    }

    private static JsonObject event(Episode episode) {
        var evidence = new JsonObject();
        episode.evidence().forEach(evidence::put);
        return new JsonObject()
                .put("behavior", episode.behaviour().wireName())
                .put("from", Micros.instant(episode.from()).toString())
                .put("to", Micros.instant(episode.to()).toString())
                .put("confidence", episode.confidence())
                .put("coverage", episode.coverage())
                .put("model", episode.model())
                .put("evidence", evidence);
    }
}
