package ai.petty.http;

import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as the validator wants it. Own work, because {@code RequestUtils} of vertx-openapi 5.0.8 decodes queries and headers a
 * second time (a {@code %2B02:00} becomes a space, a {@code %} in a header an error) and counts the segments of the raw
 * path, which is wrong after a reroute.
 */
final class ContractRequest implements ValidatableRequest {
    private final Map<Location, Map<String, RequestParameter>> values;
    private final @Nullable RequestParameter body;
    private final @Nullable String contentType;

    private ContractRequest(
            Map<Location, Map<String, RequestParameter>> values,
            @Nullable RequestParameter body,
            @Nullable String contentType) {
        this.values = values;
        this.body = body;
        this.contentType = contentType;
    }

    /** Never reads the body: that is a {@code BodyHandler}'s work, which has a limit. */
    static Future<ValidatableRequest> of(RoutingContext ctx, Operation operation) {
        if (ctx.request().getHeader(HttpHeaders.UPGRADE) != null
                && !ctx.request().isEnded()) {
            // The check is a hop away from the event loop, and a request that has ended cannot be upgraded.
            ctx.request().pause();
            ctx.addEndHandler(ended -> ctx.request().resume());
        }
        Map<Location, Map<String, RequestParameter>> values = new HashMap<>();
        operation
                .getParameters()
                .forEach(parameter -> raw(ctx, parameter)
                        .ifPresent(raw -> values.computeIfAbsent(parameter.getIn(), in -> new HashMap<>())
                                .put(parameter.getName(), () -> forTransformer(parameter, raw))));
        RequestParameter body = operation.getRequestBody() == null
                ? null
                : () -> ctx.body() == null ? null : ctx.body().buffer();
        return Future.succeededFuture(
                new ContractRequest(values, body, ctx.request().getHeader(HttpHeaders.CONTENT_TYPE)));
    }

    /** What the request says, decoded once. */
    static Optional<String> raw(RoutingContext ctx, Parameter parameter) {
        var name = parameter.getName();
        return switch (parameter.getIn()) {
            case PATH -> Optional.ofNullable(ctx.pathParam(name));
            case QUERY -> Optional.ofNullable(ctx.queryParams().get(name));
            case HEADER -> Optional.ofNullable(ctx.request().getHeader(name));
            case COOKIE -> Optional.ofNullable(ctx.request().getCookie(name)).map(Cookie::getValue);
        };
    }

    /** A string goes as JSON: bare, the transformer would take "12.5" or "null" for what they look like. */
    private static String forTransformer(Parameter parameter, String raw) {
        return parameter.getSchemaType() == SchemaType.STRING ? Json.encode(raw) : raw;
    }

    @Override
    public Map<String, RequestParameter> getCookies() {
        return in(Location.COOKIE);
    }

    @Override
    public Map<String, RequestParameter> getPathParameters() {
        return in(Location.PATH);
    }

    @Override
    public Map<String, RequestParameter> getQuery() {
        return in(Location.QUERY);
    }

    @Override
    public Map<String, RequestParameter> getHeaders() {
        return in(Location.HEADER);
    }

    private Map<String, RequestParameter> in(Location location) {
        return values.getOrDefault(location, Map.of());
    }

    @Override
    public @Nullable RequestParameter getBody() {
        return body;
    }

    @Override
    public @Nullable String getContentType() {
        return contentType;
    }
}
