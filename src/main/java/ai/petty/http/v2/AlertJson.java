package ai.petty.http.v2;

import ai.petty.alerts.Alert;
import ai.petty.http.StreamedJson;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/** An alert as version 2 writes it. What is not known, or not told, is left out. */
final class AlertJson {
    private AlertJson() {}

    static void object(JsonGenerator json, Alert alert) throws IOException {
        json.writeStartObject();
        json.writeStringField("alert_id", alert.id().text());
        json.writeStringField("rule", alert.id().rule().wireName());
        json.writeStringField("state", alert.state().wireName());
        json.writeStringField("since", StreamedJson.instant(alert.id().since()));
        json.writeStringField("opened_at", StreamedJson.instant(alert.openedAt()));
        if (alert.acknowledged().isPresent()) {
            var seen = alert.acknowledged().get();
            json.writeStringField("acknowledged_at", StreamedJson.instant(seen.at()));
            account(json, "acknowledged_by", seen.by());
        }
        if (alert.resolved().isPresent()) {
            var over = alert.resolved().get();
            json.writeStringField("resolved_at", StreamedJson.instant(over.at()));
            json.writeStringField("ending", over.ending().wireName());
            account(json, "resolved_by", over.by());
        }
        if (alert.place().isPresent()) {
            json.writeObjectFieldStart("position");
            ReadingJson.place(json, alert.place().get());
            json.writeEndObject();
        }
        if (!alert.evidence().isEmpty()) {
            json.writeObjectFieldStart("evidence");
            for (var number : alert.evidence().entrySet()) {
                json.writeFieldName(number.getKey());
                StreamedJson.number(json, number.getValue().floatValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    static void account(JsonGenerator json, String name, Optional<UUID> account) throws IOException {
        if (account.isPresent()) {
            json.writeStringField(name, account.get().toString());
        }
    }
}
