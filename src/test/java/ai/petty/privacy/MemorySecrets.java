package ai.petty.privacy;

import ai.petty.config.Secret;
import ai.petty.secrets.SecretMissing;
import ai.petty.secrets.SecretStore;
import ai.petty.secrets.SecretStoreException;
import ai.petty.secrets.SecretVersion;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that a test looks into, and switches off. */
final class MemorySecrets implements SecretStore {
    final Map<String, SecretVersion> versionByName = new ConcurrentHashMap<>();
    final AtomicInteger questions = new AtomicInteger();
    final AtomicInteger puts = new AtomicInteger();
    volatile boolean away;

    @Override
    public Future<SecretVersion> get(String name, Stage stage) {
        questions.incrementAndGet();
        if (away) {
            return Future.failedFuture(new SecretStoreException("away", null));
        }
        var version = versionByName.get(name);
        return version == null || stage != Stage.AWSCURRENT
                ? Future.failedFuture(new SecretMissing(name))
                : Future.succeededFuture(version);
    }

    @Override
    public Future<SecretVersion> put(String name, String text) {
        // Not at once: two that both found nothing would both write.
        var later = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
        return Future.fromCompletionStage(CompletableFuture.supplyAsync(
                () -> {
                    var version = new SecretVersion(name, "v" + puts.incrementAndGet(), new Secret(text));
                    versionByName.put(name, version);
                    return version;
                },
                later));
    }
}
