package ai.petty.secrets;

import ai.petty.config.Secret;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that two "processes" of a test share, and that can be made to fail. */
public final class RememberedSecrets implements SecretStore {
    private final Map<String, List<SecretVersion>> nameToVersions = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean away;

    /** Whether it answers from now on. */
    public void goAway(boolean gone) {
        away = gone;
    }

    /** As if somebody had deleted it in the store. */
    public void delete(String name) {
        nameToVersions.remove(name);
    }

    /** How often it was asked for something. */
    public int asked() {
        return asked.get();
    }

    @Override
    public Future<SecretVersion> get(String name, Stage stage) {
        asked.incrementAndGet();
        if (away) {
            return Future.failedFuture(new SecretStoreException("The test has sent the store away", null));
        }
        var versions = nameToVersions.getOrDefault(name, List.of());
        return versions.isEmpty() || stage != Stage.AWSCURRENT
                ? Future.failedFuture(new SecretMissing(name))
                : Future.succeededFuture(versions.getLast());
    }

    @Override
    public Future<SecretVersion> put(String name, String text) {
        if (away) {
            return Future.failedFuture(new SecretStoreException("The test has sent the store away", null));
        }
        var versions = nameToVersions.compute(name, (key, known) -> {
            var more = new ArrayList<>(known == null ? List.<SecretVersion>of() : known);
            more.add(new SecretVersion(name, "v" + more.size(), new Secret(text)));
            return List.copyOf(more);
        });
        return Future.succeededFuture(versions.getLast());
    }
}
