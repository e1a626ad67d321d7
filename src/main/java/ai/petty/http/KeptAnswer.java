package ai.petty.http;

import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** An answer as it is kept for the case that its request comes again. */
public sealed interface KeptAnswer {
    /**
     * It was done.
     *
     * @param body JSON text, without its secrets
     */
    record Done(int status, Optional<String> location, String body) implements KeptAnswer {
        @Override
        public String toString() {
            return "Done[" + status + "]";
        }
    }

    /** It was refused, for good. */
    record Refused(Refusal refusal) implements KeptAnswer {}

    default String encode() {
        return switch (this) {
            case Done done ->
                JsonObject.of(
                                "status",
                                done.status(),
                                "location",
                                done.location().orElse(null),
                                "body",
                                done.body())
                        .encode();
            case Refused refused -> encode(refused.refusal()).encode();
        };
    }

    private static JsonObject encode(Refusal refusal) {
        var errors = new JsonArray();
        refusal.errors()
                .forEach(error -> errors.add(
                        JsonObject.of("pointer", error.pointer(), "code", error.code(), "detail", error.detail())));
        return JsonObject.of(
                "kind", refusal.kind().name(), "code", refusal.code(), "detail", refusal.detail(), "errors", errors);
    }

    static KeptAnswer decode(String text) {
        var json = new JsonObject(text);
        return json.containsKey("status")
                ? new Done(
                        json.getInteger("status"),
                        Optional.ofNullable(json.getString("location")),
                        json.getString("body"))
                : new Refused(refusal(json));
    }

    private static Refusal refusal(JsonObject json) {
        List<FieldError> errors = json.getJsonArray("errors").stream()
                .map(JsonObject.class::cast)
                .map(error ->
                        new FieldError(error.getString("pointer"), error.getString("code"), error.getString("detail")))
                .toList();
        var kind = Refusal.Kind.valueOf(json.getString("kind"));
        return errors.isEmpty()
                ? Refusal.of(kind, json.getString("code"), json.getString("detail"))
                : Refusal.invalid(json.getString("detail"), errors);
    }
}
