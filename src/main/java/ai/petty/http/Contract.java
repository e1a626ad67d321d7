package ai.petty.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One version's contract: the document that is served as it was written, and the routes that are mounted from it by operation id.
 * The operations of a path with
 * {@code servers} of its own (health and the like) lie outside every version and are not part of it.
 */
public final class Contract {
    private final Buffer document;
    private final String etag;
    private final OpenAPIContract openApi;
    private final Map<String, Operation> idToOperation;

    /**
     * @param template the whole path, version first, as the contract writes it: {@code /v2/pets/{pet_id}/latest}
     * @param oncePerKey whether it takes an {@code Idempotency-Key}
     */
    public record Operation(String id, HttpMethod method, String template, Needs needs, boolean oncePerKey) {
        /** As Vert.x writes it: {@code /v2/pets/:pet_id/latest}. */
        public String path() {
            return template.replaceAll("\\{(.*?)}", ":$1");
        }
    }

    private Contract(Buffer document, JsonObject contract, OpenAPIContract openApi) {
        this.document = document;
        this.etag = '"' + sha256(document).substring(0, 32) + '"';
        this.openApi = openApi;
        this.idToOperation = openApi.getPaths().stream()
                .flatMap(path -> path.getOperations().stream()
                        .map(operation -> new Operation(
                                operation.getOperationId(),
                                operation.getHttpMethod(),
                                path.getName(),
                                Needs.of(contract, operation.getOpenAPIModel()),
                                operation.getParameters().stream()
                                        .anyMatch(
                                                parameter -> parameter.getName().equals(OncePerKey.KEY)))))
                .collect(Collectors.toMap(
                        Operation::id,
                        operation -> operation,
                        (one, other) -> {
                            throw new IllegalStateException("Two operations are called " + one.id());
                        },
                        TreeMap::new));
    }

    /** Reads and checks a contract, such as {@code openapi/v2.yaml}, from the class path. */
    public static Future<Contract> load(Vertx vertx, String resource) {
        return vertx.fileSystem()
                .readFile(resource)
                .compose(document -> {
                    var contract = parse(document);
                    return OpenAPIContract.from(vertx, ContractDraft.of(contract))
                            .map(openApi -> new Contract(document, contract, openApi));
                })
                .recover(cause ->
                        Future.failedFuture(new IllegalStateException(resource + " cannot be mounted", cause)));
    }

    private static JsonObject parse(Buffer document) {
        try {
            return new JsonObject(new YAMLMapper().readTree(document.getBytes()).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Set<String> operationIds() {
        return idToOperation.keySet();
    }

    /** @throws IllegalArgumentException when the contract has no such operation */
    public Operation operation(String operationId) {
        var operation = idToOperation.get(operationId);
        if (operation == null) {
            throw new IllegalArgumentException("The contract has no operation " + operationId);
        }
        return operation;
    }

    /** The document, byte for byte as it was written. */
    public Buffer document() {
        return document;
    }

    /** Serves the document; the handler of its {@code getOpenapi}. */
    public Handler<RoutingContext> documentHandler() {
        return ctx -> {
            ctx.response().putHeader(HttpHeaders.ETAG, etag).putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
            if (etag.equals(ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
                ctx.response().setStatusCode(304).end();
            } else {
                ctx.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                        .end(document);
            }
        };
    }

    /**
     * Mounts every operation. Requests are checked against the contract before their handler sees them; what is wrong
     * fails the context with a {@link ai.petty.problem.Refusal} that names every wrong field.
     *
     * <p>The check leaves the event loop for a moment. A request for an upgrade therefore reaches its handler paused:
     * call {@code toWebSocket()} and then {@code resume()}. An operation with a body needs a {@code BodyHandler} (with its
     * limit) in front of this router.
     *
     * @param ownDecoder operations whose handlers check the request themselves: method and path only
     * @throws IllegalStateException when handlers and operations do not match one to one
     */
    public Router router(
            Vertx vertx, Map<String, Handler<RoutingContext>> operationIdToHandler, Set<String> ownDecoder) {
        requireSame("has no handler", operationIds(), operationIdToHandler.keySet());
        requireSame("is not in the contract", operationIdToHandler.keySet(), operationIds());
        requireSame("is not in the contract", ownDecoder, operationIds());
        var faults = new ContractFaults(openApi);
        var builder = RouterBuilder.create(vertx, openApi, ContractRequest::of);
        operationIdToHandler.forEach((operationId, handler) -> {
            var route = requireNonNull(builder.getRoute(operationId));
            // Credentials are the door's business: it stands before every version.
            route.setDoSecurity(false).setDoValidation(!ownDecoder.contains(operationId));
            route.addHandler(handler);
            route.addFailureHandler(ctx -> faults.refusalOf(ctx, route.getOperation())
                    .ifPresentOrElse(refusal -> ctx.fail(400, refusal), ctx::next));
        });
        return builder.createRouter();
    }

    private static void requireSame(String complaint, Set<String> wanted, Set<String> present) {
        var missing = new TreeSet<>(wanted);
        missing.removeAll(present);
        if (!missing.isEmpty()) {
            throw new IllegalStateException("Operation " + complaint + ": " + String.join(", ", missing));
        }
    }

    private static String sha256(Buffer document) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(document.getBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
