package ai.petty.secrets;

import ai.petty.config.PettyConfig;
import ai.petty.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerAsyncClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/**
 * AWS Secrets Manager. The SDK's own futures complete on its own thread; they are brought back to the caller's context.
 *
 * <p>Retries are the SDK's mode {@code standard}: throttling, 5xx and broken connections, up to three attempts with growing,
 * jittered pauses, all within {@code secrets.timeout}; an attempt may take half of that. The SDK's failures never leave this
 * class: their texts may quote what was read.
 */
public final class AwsSecretStore implements SecretStore {
    private static final int CONNECTIONS = 8;

    private final Vertx vertx;
    private final SecretsManagerAsyncClient client;

    private AwsSecretStore(Vertx vertx, SecretsManagerAsyncClient client) {
        this.vertx = vertx;
        this.client = client;
    }

    /** How long the SDK's first question may take: it loads a thousand classes, fetches credentials, opens a connection. */
    private static final Duration FIRST_QUESTION = Duration.ofSeconds(30);

    /**
     * With the credentials and, where none is configured, the region that the SDK finds: on ECS those of the task's role.
     *
     * @param firstAsked the name of a secret that is asked for without haste, so that the questions that count are quick
     */
    public static Future<AwsSecretStore> open(Vertx vertx, PettyConfig.Secrets config, String firstAsked) {
        return open(
                vertx,
                config,
                firstAsked,
                () -> DefaultCredentialsProvider.builder().build());
    }

    /** For tests, which have credentials of their own. */
    static Future<AwsSecretStore> open(
            Vertx vertx, PettyConfig.Secrets config, String firstAsked, Supplier<AwsCredentialsProvider> credentials) {
        // Looking for a region may ask the machine's metadata service, and the SDK has much to load.
        return vertx.executeBlocking(() -> client(config, credentials.get()), false)
                .map(client -> new AwsSecretStore(vertx, Objects.requireNonNull(client)))
                .recover(cause -> Future.failedFuture(new SecretStoreException(
                        "AWS Secrets Manager cannot be set up (is secrets.aws.region given?): "
                                + cause.getClass().getSimpleName(),
                        null)))
                .compose(store -> store.warmUp(firstAsked).map(store));
    }

    /** Whatever comes of it: a store that is away shows itself when somebody needs it. */
    private Future<Void> warmUp(String name) {
        return ask(sdk -> sdk.getSecretValue(secret -> secret.secretId(name)
                        .overrideConfiguration(options -> options.apiCallTimeout(FIRST_QUESTION)
                                .apiCallAttemptTimeout(FIRST_QUESTION.dividedBy(2)))))
                .otherwiseEmpty()
                .mapEmpty();
    }

    private static SecretsManagerAsyncClient client(PettyConfig.Secrets config, AwsCredentialsProvider credentials) {
        var builder = SecretsManagerAsyncClient.builder()
                .credentialsProvider(credentials)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(CONNECTIONS)
                        .connectionTimeout(config.timeout())
                        .eventLoopGroupBuilder(SdkEventLoopGroup.builder().numberOfThreads(1)))
                .overrideConfiguration(options -> options.apiCallTimeout(config.timeout())
                        .apiCallAttemptTimeout(config.timeout().dividedBy(2))
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy()));
        if (!config.aws().region().isEmpty()) {
            builder.region(Region.of(config.aws().region()));
        }
        if (!config.aws().endpoint().isEmpty()) {
            builder.endpointOverride(URI.create(config.aws().endpoint()));
        }
        return builder.build();
    }

    @Override
    public Future<SecretVersion> get(String name, Stage stage) {
        return ask(sdk -> sdk.getSecretValue(secret -> secret.secretId(name).versionStage(stage.name())))
                .compose(answer -> {
                    var text = answer.secretString();
                    return text == null || answer.versionId() == null
                            ? Future.failedFuture(SecretStoreException.refused("The secret " + name + " has no text"))
                            : Future.succeededFuture(new SecretVersion(name, answer.versionId(), new Secret(text)));
                })
                .recover(cause -> Future.failedFuture(translated(name, cause)));
    }

    @Override
    public Future<SecretVersion> put(String name, String text) {
        return putVersion(name, text)
                .recover(cause ->
                        cause instanceof ResourceNotFoundException ? create(name, text) : Future.failedFuture(cause))
                .map(versionId -> new SecretVersion(name, versionId, new Secret(text)))
                .recover(cause -> Future.failedFuture(translated(name, cause)));
    }

    private Future<String> putVersion(String name, String text) {
        return ask(sdk -> sdk.putSecretValue(secret -> secret.secretId(name).secretString(text)))
                .map(answer -> answer.versionId());
    }

    private Future<String> create(String name, String text) {
        return ask(sdk -> sdk.createSecret(secret -> secret.name(name).secretString(text)))
                .map(answer -> answer.versionId())
                // Another process made it meanwhile.
                .recover(cause ->
                        cause instanceof ResourceExistsException ? putVersion(name, text) : Future.failedFuture(cause));
    }

    /** Asked on a worker: before it sends anything the SDK may fetch credentials, and it waits for them. */
    private <T> Future<T> ask(Function<SecretsManagerAsyncClient, CompletableFuture<T>> question) {
        return vertx.executeBlocking(() -> question.apply(client), false)
                .compose(answer ->
                        Future.fromCompletionStage(Objects.requireNonNull(answer), vertx.getOrCreateContext()))
                .recover(cause -> Future.failedFuture(unwrapped(cause)));
    }

    private static Throwable unwrapped(Throwable cause) {
        @Nullable Throwable inner = cause instanceof CompletionException ? cause.getCause() : null;
        return inner == null ? cause : inner;
    }

    private static Throwable translated(String name, Throwable cause) {
        return switch (cause) {
            case SecretStoreException e -> e;
            case ResourceNotFoundException _ -> new SecretMissing(name);
            case SecretsManagerException e -> {
                var what =
                        "AWS Secrets Manager did not answer for " + name + ": " + code(e) + " (" + e.statusCode() + ")";
                yield e.isThrottlingException() || e.statusCode() >= 500
                        ? new SecretStoreException(what, null)
                        : SecretStoreException.refused(what);
            }
            default ->
                new SecretStoreException(
                        "AWS Secrets Manager did not answer for " + name + ": "
                                + cause.getClass().getSimpleName(),
                        null);
        };
    }

    private static String code(SecretsManagerException e) {
        var details = e.awsErrorDetails();
        return details == null || details.errorCode() == null ? "no code" : details.errorCode();
    }

    @Override
    public Future<Void> close() {
        return vertx.executeBlocking(
                        () -> {
                            client.close();
                            return true;
                        },
                        false)
                .mapEmpty();
    }
}
