package ai.petty.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * The copy of a contract that vertx-openapi 5.0.8 can mount. It refuses media types such as problem+json, NDJSON, geo+json and
 * event-stream, and servers that are not absolute; but it only ever checks requests, so the copy leaves out what describes
 * answers, and its paths carry the version.
 */
final class ContractDraft {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    private static final Set<String> CHECKED_COMPONENTS =
            Set.of("schemas", "parameters", "requestBodies", "securitySchemes");

    private ContractDraft() {}

    static JsonObject of(JsonObject contract) {
        var draft = withoutExamples(contract);
        var root = contract.getJsonArray("servers").getJsonObject(0).getString("url");
        draft.remove("servers");
        var mounted = new JsonObject();
        draft.getJsonObject("paths").forEach(entry -> {
            var path = (JsonObject) entry.getValue();
            // What names servers of its own does not lie under this version.
            if (!path.containsKey("servers")) {
                mounted.put(root + entry.getKey(), mountable(path));
            }
        });
        draft.put("paths", mounted);
        draft.getJsonObject("components", new JsonObject())
                .fieldNames()
                .removeIf(component -> !CHECKED_COMPONENTS.contains(component));
        return draft;
    }

    private static JsonObject mountable(JsonObject path) {
        for (var method : METHODS) {
            var operation = path.getJsonObject(method);
            if (operation != null) {
                // One answer is required.
                operation.put("responses", JsonObject.of("default", JsonObject.of("description", "")));
                var body = operation.getJsonObject("requestBody");
                if (body != null && body.containsKey("content")) {
                    var content = body.getJsonObject("content");
                    content.fieldNames().removeIf(mediaType -> !mediaType.equals("application/json"));
                    if (content.isEmpty()) {
                        operation.remove("requestBody");
                    }
                }
            }
        }
        return path;
    }

    private static JsonObject withoutExamples(JsonObject node) {
        var copy = new JsonObject();
        node.forEach(entry -> {
            var key = entry.getKey();
            if (key.equals("properties")) {
                // Names of fields, not keywords.
                var properties = new JsonObject();
                ((JsonObject) entry.getValue())
                        .forEach(property -> properties.put(property.getKey(), copied(property.getValue())));
                copy.put(key, properties);
            } else if (!key.equals("example") && !key.equals("examples") && !key.startsWith("x-")) {
                copy.put(key, copied(entry.getValue()));
            }
        });
        return copy;
    }

    private static Object copied(Object value) {
        return switch (value) {
            case JsonObject object -> withoutExamples(object);
            case JsonArray array -> {
                var copy = new JsonArray();
                array.forEach(item -> copy.add(copied(item)));
                yield copy;
            }
            default -> value;
        };
    }
}
