package ai.petty.http;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A contract as it is published, all of it: what the tests hold examples and answers against. */
public final class ContractDocument {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private final String version;
    private final JsonObject document;

    /** @param versioned whether it lies under the version, and not beside all of them like {@code /health} */
    public record Operation(String id, HttpMethod method, String path, boolean versioned, JsonObject model) {}

    private ContractDocument(String version, JsonObject document) {
        this.version = version;
        this.document = document;
    }

    public static ContractDocument of(String version) {
        try (var in = ContractDocument.class.getResourceAsStream("/openapi/" + version + ".yaml")) {
            return new ContractDocument(
                    version, new JsonObject(new YAMLMapper().readTree(in).toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String version() {
        return version;
    }

    public List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        document.getJsonObject("paths").forEach(entry -> {
            var path = (JsonObject) entry.getValue();
            var versioned = !path.containsKey("servers");
            var root = (versioned ? document : path)
                    .getJsonArray("servers")
                    .getJsonObject(0)
                    .getString("url");
            METHODS.stream().filter(path::containsKey).forEach(method -> {
                var model = path.getJsonObject(method);
                operations.add(new Operation(
                        model.getString("operationId"),
                        HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
                        (root.equals("/") ? "" : root) + entry.getKey(),
                        versioned,
                        model));
            });
        });
        return operations;
    }

    List<ContractExample> examples() {
        return operations().stream()
                .flatMap(operation -> requestNames(operation).stream().map(name -> example(operation, name)))
                .toList();
    }

    /** Of parameters, of bodies, and of {@code x-replay} for requests that have neither. */
    Set<String> requestNames(Operation operation) {
        var names = new TreeSet<>(replay(operation).fieldNames());
        parameters(operation)
                .forEach(parameter -> names.addAll(examplesIn(parameter).fieldNames()));
        requestContent(operation)
                .forEach(entry ->
                        names.addAll(examplesIn((JsonObject) entry.getValue()).fieldNames()));
        return names;
    }

    /** The names of the examples of each status. */
    Map<String, Set<String>> answerNames(Operation operation) {
        var statusToNames = new TreeMap<String, Set<String>>();
        responses(operation).forEach((status, response) -> {
            var names = new TreeSet<String>();
            response.getJsonObject("content", new JsonObject())
                    .forEach(entry -> names.addAll(
                            examplesIn((JsonObject) entry.getValue()).fieldNames()));
            withoutBody(response).forEach(name -> names.add(String.valueOf(name)));
            statusToNames.put(status, names);
        });
        return statusToNames;
    }

    Map<String, JsonObject> responses(Operation operation) {
        var statusToResponse = new TreeMap<String, JsonObject>();
        operation
                .model()
                .getJsonObject("responses")
                .forEach(entry -> statusToResponse.put(entry.getKey(), resolved((JsonObject) entry.getValue())));
        return statusToResponse;
    }

    private ContractExample example(Operation operation, String name) {
        var parameters = parameters(operation)
                .filter(parameter -> examplesIn(parameter).containsKey(name))
                .map(parameter -> new ContractExample.Parameter(
                        parameter.getString("name"),
                        parameter.getString("in"),
                        value(examplesIn(parameter), name),
                        parameter.getJsonObject("schema")))
                .toList();
        Optional<ContractExample.Body> body = requestContent(operation).stream()
                .filter(entry -> examplesIn((JsonObject) entry.getValue()).containsKey(name))
                .findFirst()
                .map(entry -> new ContractExample.Body(
                        entry.getKey(), value(examplesIn((JsonObject) entry.getValue()), name), (JsonObject)
                                entry.getValue()));
        for (var response : responses(operation).entrySet()) {
            if (withoutBody(response.getValue()).contains(name)) {
                return new ContractExample(
                        this,
                        operation.id(),
                        name,
                        operation.method(),
                        operation.path(),
                        parameters,
                        body,
                        replay(operation).getJsonObject(name, new JsonObject()),
                        Integer.parseInt(response.getKey()),
                        response.getValue(),
                        "",
                        "");
            }
            for (var content : response.getValue().getJsonObject("content", new JsonObject())) {
                var answers = examplesIn((JsonObject) content.getValue());
                if (answers.containsKey(name)) {
                    return new ContractExample(
                            this,
                            operation.id(),
                            name,
                            operation.method(),
                            operation.path(),
                            parameters,
                            body,
                            replay(operation).getJsonObject(name, new JsonObject()),
                            Integer.parseInt(response.getKey()),
                            response.getValue(),
                            content.getKey(),
                            value(answers, name));
                }
            }
        }
        throw new AssertionError(version + " " + operation.id() + ": no answer is called " + name);
    }

    /** The names of the examples that lead to an answer without a body. */
    private static JsonArray withoutBody(JsonObject response) {
        return response.getJsonArray("x-examples", new JsonArray());
    }

    private static JsonObject replay(Operation operation) {
        return operation.model().getJsonObject("x-replay", new JsonObject());
    }

    private Stream<JsonObject> parameters(Operation operation) {
        return operation.model().getJsonArray("parameters", new JsonArray()).stream()
                .map(parameter -> resolved((JsonObject) parameter));
    }

    private JsonObject requestContent(Operation operation) {
        return operation
                .model()
                .getJsonObject("requestBody", new JsonObject())
                .getJsonObject("content", new JsonObject());
    }

    private static JsonObject examplesIn(JsonObject node) {
        return node.getJsonObject("examples", new JsonObject());
    }

    private Object value(JsonObject examples, String name) {
        return resolved(examples.getJsonObject(name)).getValue("value");
    }

    /** What {@code node} means when it is a reference; itself otherwise. */
    JsonObject resolved(JsonObject node) {
        var reference = node.getString("$ref");
        if (reference == null) {
            return node;
        }
        var target = document;
        for (var step : reference.substring("#/".length()).split("/", -1)) {
            target = target.getJsonObject(step);
        }
        return resolved(target);
    }

    /** What is wrong with {@code instance}; empty when nothing is. */
    String violations(JsonObject schema, @Nullable Object instance) {
        var whole = schema.copy()
                .put(
                        "components",
                        JsonObject.of(
                                "schemas",
                                document.getJsonObject("components")
                                        .getJsonObject("schemas")
                                        .copy()));
        var result = Validator.create(
                        JsonSchema.of(whole),
                        new JsonSchemaOptions()
                                .setDraft(Draft.DRAFT202012)
                                .setBaseUri("app://petty")
                                .setOutputFormat(OutputFormat.Basic))
                .validate(instance);
        if (Boolean.TRUE.equals(result.getValid())) {
            return "";
        }
        var words = new StringBuilder();
        result.getErrors()
                .forEach(error -> words.append(error.getInstanceLocation())
                        .append(": ")
                        .append(error.getError())
                        .append('\n'));
        return words.isEmpty() ? "is refused" : words.toString();
    }
}
