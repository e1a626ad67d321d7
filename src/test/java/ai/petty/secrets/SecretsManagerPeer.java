package ai.petty.secrets;

import static ai.petty.store.TestDatabase.await;

import ai.petty.config.ConfigLoader;
import ai.petty.config.PettyConfig;
import ai.petty.secrets.SecretStore.Stage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Speaks the protocol of AWS Secrets Manager (JSON 1.1 over HTTP) as far as Petty uses it, and can be told to fail. It
 * insists on a signature (its presence and scope: the SDK's arithmetic is the SDK's).
 */
final class SecretsManagerPeer implements AutoCloseable {
    static final String REGION = "eu-central-1";

    /** Made up, and in no shape that a scanner of secrets would know. */
    static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test-key-id", "test-key"));

    private static final Pattern SIGNATURE =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=test-key-id/[0-9]{8}/" + REGION
                    + "/secretsmanager/aws4_request, SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{64}");

    /** What it does instead of answering. */
    enum Fault {
        NONE,
        THROTTLED,
        SERVER_ERROR,
        DENIED,
        MALFORMED,
        NO_TEXT,
        SILENT,
        CUT
    }

    private static final class Kept {
        final Map<String, String> idToText = new ConcurrentHashMap<>();
        final Map<Stage, String> stageToId = new EnumMap<>(Stage.class);
    }

    private final HttpServer server;
    private final Map<String, Kept> nameToKept = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private volatile Fault fault = Fault.NONE;
    private volatile Future<Void> gate = Future.succeededFuture();

    private SecretsManagerPeer(Vertx vertx) {
        server = vertx.createHttpServer().requestHandler(this::handle);
    }

    static SecretsManagerPeer start(Vertx vertx) {
        var peer = new SecretsManagerPeer(vertx);
        await(peer.server.listen(0, "127.0.0.1"));
        return peer;
    }

    /** The real SDK's way to this server. */
    AwsSecretStore open(Vertx vertx) {
        var store = await(AwsSecretStore.open(vertx, config(), "petty/test/first", () -> CREDENTIALS));
        reset();
        return store;
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** What the SDK's own chain of credentials finds, where nothing else is given to it. */
    static void signByProperties() {
        System.setProperty("aws.accessKeyId", "test-key-id");
        System.setProperty("aws.secretAccessKey", "test-key");
    }

    static void signNoMore() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    /** Keys of a server that has its secrets here; its SDK signs by {@link #signByProperties}. */
    Map<String, String> settings() {
        return Map.of(
                "secrets.store",
                "aws",
                "secrets.make-missing",
                "true",
                "secrets.timeout",
                "10s",
                "secrets.aws.region",
                REGION,
                "secrets.aws.endpoint",
                endpoint());
    }

    PettyConfig.Secrets config() {
        return config(endpoint(), Duration.ofSeconds(2));
    }

    static PettyConfig.Secrets config(String endpoint, Duration timeout) {
        return ConfigLoader.load(ConfigLoader.Request.of(Map.of())
                        .withProfile("test")
                        .withOverride("secrets.store", "aws")
                        .withOverride("secrets.timeout", timeout.toMillis() + "ms")
                        .withOverride("secrets.breaker.reset", "300ms")
                        .withOverride("secrets.aws.region", REGION)
                        .withOverride("secrets.aws.endpoint", endpoint))
                .secrets();
    }

    /** As it was when it started. Tests share one, since the SDK takes seconds to close. */
    void reset() {
        fault = Fault.NONE;
        gate = Future.succeededFuture();
        nameToKept.clear();
        asked.clear();
        complaints.clear();
    }

    void fail(Fault from) {
        fault = from;
    }

    /** Answers are made up now and sent only when the promise is kept. */
    Promise<Void> holdBack() {
        var promise = Promise.<Void>promise();
        gate = promise.future();
        return promise;
    }

    /** As a rotation does: AWSCURRENT becomes AWSPREVIOUS, AWSPENDING joins the others. */
    synchronized String stage(String name, Stage stage, String text) {
        var kept = nameToKept.computeIfAbsent(name, key -> new Kept());
        var id = UUID.randomUUID().toString();
        kept.idToText.put(id, text);
        if (stage == Stage.AWSCURRENT && kept.stageToId.containsKey(Stage.AWSCURRENT)) {
            kept.stageToId.put(Stage.AWSPREVIOUS, kept.stageToId.get(Stage.AWSCURRENT));
        }
        kept.stageToId.put(stage, id);
        return id;
    }

    void remove(String name) {
        nameToKept.remove(name);
    }

    /** The operations, such as {@code GetSecretValue petty/test/x AWSCURRENT}. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** What was wrong with how it was asked. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            var operation = String.valueOf(request.getHeader("X-Amz-Target"));
            var signature = String.valueOf(request.getHeader("Authorization"));
            if (!SIGNATURE.matcher(signature).matches() || request.getHeader("X-Amz-Date") == null) {
                complaints.add("signature " + signature);
                error(request, 400, "IncompleteSignatureException", "not signed");
                return;
            }
            if (!"application/x-amz-json-1.1".equals(request.getHeader("Content-Type"))) {
                complaints.add("content type " + request.getHeader("Content-Type"));
            }
            answer(request, operation.replace("secretsmanager.", ""), body.toJsonObject());
        });
    }

    private void answer(HttpServerRequest request, String operation, JsonObject question) {
        var name = question.getString("SecretId", question.getString("Name"));
        asked.add(operation + " " + name
                + question.getString("VersionStage", "").replaceFirst("^", " ").stripTrailing());
        switch (fault) {
            case THROTTLED -> error(request, 400, "ThrottlingException", "Rate exceeded");
            case SERVER_ERROR -> error(request, 500, "InternalServiceError", "An error occurred on the server side.");
            case DENIED -> error(request, 400, "AccessDeniedException", "not authorized to perform " + operation);
            case MALFORMED -> request.response().end("{\"SecretString\":\"p1anted-in-a-broken-answer");
            case NO_TEXT -> ok(request, new JsonObject().put("Name", name).put("VersionId", "v1"));
            case SILENT -> asked.add("silent");
            case CUT -> request.connection().close();
            case NONE -> operate(request, operation, name, question);
        }
    }

    private synchronized void operate(HttpServerRequest request, String operation, String name, JsonObject question) {
        var kept = nameToKept.get(name);
        switch (operation) {
            case "GetSecretValue" -> {
                var stage = Stage.valueOf(question.getString("VersionStage", "AWSCURRENT"));
                if (kept == null || !kept.stageToId.containsKey(stage)) {
                    error(
                            request,
                            400,
                            "ResourceNotFoundException",
                            "Secrets Manager can't find the specified secret.");
                    return;
                }
                var id = kept.stageToId.get(stage);
                ok(
                        request,
                        named(name, id)
                                .put("SecretString", kept.idToText.get(id))
                                .put("VersionStages", new JsonArray().add(stage.name()))
                                .put("CreatedDate", 1.7e9));
            }
            case "PutSecretValue" -> {
                if (kept == null) {
                    error(
                            request,
                            400,
                            "ResourceNotFoundException",
                            "Secrets Manager can't find the specified secret.");
                } else {
                    ok(request, named(name, stage(name, Stage.AWSCURRENT, question.getString("SecretString"))));
                }
            }
            case "CreateSecret" -> {
                if (kept == null) {
                    ok(request, named(name, stage(name, Stage.AWSCURRENT, question.getString("SecretString"))));
                } else {
                    error(request, 400, "ResourceExistsException", "the secret " + name + " already exists.");
                }
            }
            default -> {
                complaints.add("operation " + operation);
                error(request, 400, "UnknownOperationException", operation);
            }
        }
    }

    private static JsonObject named(String name, String versionId) {
        return new JsonObject()
                .put("ARN", "arn:aws:secretsmanager:" + REGION + ":123456789012:secret:" + name + "-AbCdEf")
                .put("Name", name)
                .put("VersionId", versionId);
    }

    private void ok(HttpServerRequest request, JsonObject answer) {
        gate.onSuccess(open -> request.response()
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("x-amzn-RequestId", UUID.randomUUID().toString())
                .end(answer.encode()));
    }

    private static void error(HttpServerRequest request, int status, String type, String message) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("x-amzn-ErrorType", type)
                .end(new JsonObject()
                        .put("__type", type)
                        .put("Message", message)
                        .encode());
    }

    @Override
    public void close() {
        await(server.close());
    }
}
