package ai.petty.http;

import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with a request that the contract refuses. The validator stops at the first wrong parameter; a
 * client is told all of them, in words of our own: the validator's repeat the input.
 */
final class ContractFaults {
    /** These only say that something below them is wrong. */
    private static final Set<String> COMPOSITES = Set.of(
            "$ref",
            "properties",
            "items",
            "prefixItems",
            "allOf",
            "anyOf",
            "oneOf",
            "if",
            "else",
            "patternProperties",
            "additionalProperties",
            "unevaluatedProperties");

    private final OpenAPIContract openApi;

    ContractFaults(OpenAPIContract openApi) {
        this.openApi = openApi;
    }

    /** Whether it is the contract's check that {@code ctx} failed with, in the validator's words still. */
    static boolean hasRefused(RoutingContext ctx) {
        return ctx.failure() instanceof HttpException refused && refused.getCause() instanceof ValidatorException;
    }

    /** The refusal that {@code ctx} failed with, when it is the contract's check that it failed. */
    Optional<Refusal> refusalOf(RoutingContext ctx, Operation operation) {
        if (!(ctx.failure() instanceof HttpException refused
                && refused.getCause() instanceof ValidatorException cause)) {
            return Optional.empty();
        }
        List<FieldError> errors = new ArrayList<>();
        operation.getParameters().forEach(parameter -> errors.addAll(ofParameter(ctx, parameter)));
        if (errors.isEmpty() && cause instanceof SchemaValidationException schemaCause) {
            errors.addAll(ofBody(schemaCause.getOutputUnit()));
        }
        if (errors.isEmpty()) {
            errors.add(new FieldError("", "request.invalid", inGeneral(cause)));
        }
        var count = errors.size();
        return Optional.of(Refusal.invalid(
                "The request has " + count + (count == 1 ? " wrong field." : " wrong fields."), errors));
    }

    private static String inGeneral(ValidatorException cause) {
        return switch (cause.type()) {
            case MISSING_REQUIRED_PARAMETER -> "a body is required";
            case UNSUPPORTED_VALUE_FORMAT -> "the body's media type is not supported";
            case ILLEGAL_VALUE -> "the body is not JSON";
            case INVALID_VALUE_FORMAT, INVALID_VALUE, MISSING_OPERATION, MISSING_RESPONSE ->
                "the request does not match the contract";
        };
    }

    private List<FieldError> ofParameter(RoutingContext ctx, Parameter parameter) {
        var pointer = "/" + parameter.getIn().name().toLowerCase(Locale.ROOT) + "/" + parameter.getName();
        var raw = ContractRequest.raw(ctx, parameter);
        if (raw.isEmpty()) {
            return parameter.isRequired() ? List.of(wrong(pointer, "is required")) : List.of();
        }
        var schema = parameter.getSchema();
        var result = openApi.getSchemaRepository().validator(schema).validate(typed(parameter, raw.get()));
        if (Boolean.TRUE.equals(result.getValid())) {
            return List.of();
        }
        // One sentence for each parameter: a time that is none fails its format and its pattern.
        return units(result)
                .map(unit -> keyword(unit))
                .filter(keyword -> !COMPOSITES.contains(keyword))
                .map(keyword -> wrong(pointer, inWords(keyword, schema.get(keyword), schema.get("format"))))
                .limit(1)
                .toList();
    }

    private static Object typed(Parameter parameter, String raw) {
        var type = parameter.getSchemaType();
        if (type == SchemaType.INTEGER || type == SchemaType.NUMBER) {
            try {
                return raw.length() > 32 ? raw : new BigDecimal(raw).doubleValue();
            } catch (NumberFormatException e) {
                return raw;
            }
        }
        return type == SchemaType.BOOLEAN && (raw.equals("true") || raw.equals("false")) ? Boolean.valueOf(raw) : raw;
    }

    private static List<FieldError> ofBody(OutputUnit result) {
        // An unknown field that the schema forbids is the only news that additionalProperties ever brings.
        var leaves = units(result)
                .filter(unit -> !COMPOSITES.contains(keyword(unit)))
                .map(unit -> wrong(pointer(unit), inWords(keyword(unit), null, null)))
                .collect(Collectors.toMap(
                        FieldError::pointer, error -> error, (first, second) -> first, LinkedHashMap::new));
        if (leaves.isEmpty()) {
            units(result)
                    .filter(unit -> keyword(unit).endsWith("Properties"))
                    .forEach(unit ->
                            leaves.putIfAbsent(pointer(unit), wrong(pointer(unit), "is not a field of this request")));
        }
        return List.copyOf(leaves.values());
    }

    private static Stream<OutputUnit> units(OutputUnit result) {
        return result.getErrors() == null ? Stream.empty() : result.getErrors().stream();
    }

    private static FieldError wrong(String pointer, String detail) {
        return new FieldError(pointer, "request.invalid", detail);
    }

    private static String keyword(OutputUnit unit) {
        var location = unit.getKeywordLocation();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** {@code #/readings/0} is {@code /readings/0}; what is missing is pointed at where it should be. */
    private static String pointer(OutputUnit unit) {
        var location = unit.getInstanceLocation().replaceFirst("^#/?", "");
        var parent = location.isEmpty() ? "" : "/" + location;
        var words = unit.getError();
        return keyword(unit).equals("required") && words.endsWith("\"")
                ? parent + "/" + words.substring(words.indexOf('"') + 1, words.length() - 1)
                : parent;
    }

    private static String inWords(String keyword, @Nullable Object wanted, @Nullable Object format) {
        return switch (keyword) {
            case "required" -> "is required";
            case "type" -> wanted == null ? "is of the wrong type" : "must be of type " + wanted;
            case "minimum" -> wanted == null ? "is too small" : "must be at least " + wanted;
            case "maximum" -> wanted == null ? "is too large" : "must be at most " + wanted;
            case "minLength" -> wanted == null ? "is too short" : "must have at least " + wanted + " characters";
            case "maxLength" -> wanted == null ? "is too long" : "must have at most " + wanted + " characters";
            case "minItems" -> "has too few items";
            case "maxItems" -> "has too many items";
            case "enum" ->
                wanted instanceof JsonArray values
                        ? "must be one of "
                                + values.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        : "is none of the values that are known";
            case "format", "pattern" ->
                switch (String.valueOf(format)) {
                    case "uuid" -> "must be a UUID";
                    case "date-time" -> "must be an RFC 3339 time with an offset, such as 2026-03-01T14:30:00Z";
                    default -> "does not have the form that it must have";
                };
            default -> "does not match the contract";
        };
    }
}
