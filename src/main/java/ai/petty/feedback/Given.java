package ai.petty.feedback;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What somebody says to an event.
 *
 * @param eventId as the app knows it; of v1 any text
 * @param corrected what it was instead: one of {@link Labels}
 * @param note in the person's own words
 * @param segment what a v1 app sent along
 * @param saidAt by the app's clock, microseconds since 1970 UTC
 * @param mayTrain whether a model may learn from it
 */
public record Given(
        String eventId,
        Verdict verdict,
        Optional<String> corrected,
        Optional<String> note,
        Optional<JsonObject> segment,
        Optional<Long> saidAt,
        boolean mayTrain) {
    @Override
    public String toString() {
        return "Given[" + verdict + "]";
    }
}
