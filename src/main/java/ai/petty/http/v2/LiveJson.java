package ai.petty.http.v2;

import ai.petty.http.StreamedJson;
import ai.petty.live.LiveEvent;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;

/** What viewers are sent, in the words of both transports. */
final class LiveJson {
    private LiveJson() {}

    static String type(LiveEvent event) {
        return event.kind().name().toLowerCase(Locale.ROOT);
    }

    static void reading(JsonGenerator json, LiveEvent event) throws IOException {
        json.writeStartObject();
        ReadingJson.fields(json, event.stored().reading());
        json.writeStringField("received_at", StreamedJson.instant(event.stored().receivedAt()));
        json.writeEndObject();
    }
}
