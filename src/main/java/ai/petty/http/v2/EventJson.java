package ai.petty.http.v2;

import ai.petty.http.StreamedJson;
import ai.petty.timeline.Event;
import io.vertx.core.json.JsonObject;

/** An event as it stands on the wire, in a timeline and in a live view. */
public final class EventJson {
    private static final double THOUSANDTHS = 1_000;

    private EventJson() {}

    public static JsonObject object(Event event) {
        var episode = event.episode();
        var evidence = new JsonObject();
        episode.evidence().forEach((name, value) -> evidence.put(name, rounded(value)));
        var json = new JsonObject()
                .put("event_id", episode.id().text())
                .put("behavior", episode.behaviour().wireName())
                .put("from", StreamedJson.instant(episode.from()))
                .put("to", StreamedJson.instant(episode.to()))
                .put("open", episode.isOpen())
                .put("confidence", rounded(event.confidence()))
                .put("coverage", rounded(episode.coverage()))
                .put("model", episode.model())
                .put("evidence", evidence);
        event.correction()
                .ifPresent(correction -> json.put(
                        "correction",
                        new JsonObject()
                                .put("behavior", correction.behaviour())
                                .put("at", StreamedJson.instant(correction.at()))));
        return json;
    }

    static double rounded(double value) {
        return Math.round(value * THOUSANDTHS) / THOUSANDTHS;
    }
}
