package ai.petty.identity.tokens;

import ai.petty.config.ConfigLoader;
import ai.petty.config.PettyConfig;
import ai.petty.secrets.RememberedSecrets;
import ai.petty.store.Database;
import ai.petty.store.Notices;
import ai.petty.store.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** One secret store, one database and one clock; as many "processes" with keys and tokens as a test wants. */
final class TokenHouse implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    final Vertx vertx = Vertx.vertx();
    final TestDatabase postgres = TestDatabase.fresh();
    final Database database = postgres.open(vertx);
    final RememberedSecrets secrets = new RememberedSecrets();
    final PettyConfig config;
    private final AtomicReference<Instant> now;
    final InstantSource clock;
    private final List<SigningKeys> opened = new ArrayList<>();
    private final List<Revocations> watching = new ArrayList<>();

    TokenHouse(Map<String, String> settings) {
        this(settings, START);
    }

    /** @param start what the clock says until a test lets time pass; the database has a clock of its own */
    TokenHouse(Map<String, String> settings, Instant start) {
        this(ConfigLoader.Request.of(Map.of()).withProfile("test"), settings, start);
    }

    /** @param base names a file, for what no setting reaches */
    TokenHouse(ConfigLoader.Request base, Map<String, String> settings, Instant start) {
        now = new AtomicReference<>(start);
        clock = now::get;
        var request = base;
        for (var setting : settings.entrySet()) {
            request = request.withOverride(setting.getKey(), setting.getValue());
        }
        config = ConfigLoader.load(request);
    }

    void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    /** The keys of another process. */
    SigningKeys keys() {
        var keys = new SigningKeys(vertx, secrets, database, config, clock);
        opened.add(keys);
        return keys;
    }

    AccessTokens tokens(SigningKeys keys) {
        return new AccessTokens(config.identity(), keys, TrustedIssuers.NONE, keys::dropped, clock);
    }

    AccessTokens tokens(SigningKeys keys, TrustedIssuers others) {
        return new AccessTokens(config.identity(), keys, others, keys::dropped, clock);
    }

    /** The other issuers, as another process knows them. */
    TrustedIssuers others() {
        return TestDatabase.await(TrustedIssuers.open(vertx, config.identity(), new ExternalAccounts(database), clock));
    }

    /** What another process knows of revocations. */
    Revocations revocations() {
        var notices = new Notices(vertx, TestDatabase.config(), () -> Future.succeededFuture(postgres.address()));
        var revocations = new Revocations(vertx, database, notices, config.identity(), clock);
        watching.add(revocations);
        return revocations;
    }

    @Override
    public void close() {
        watching.forEach(revocations -> TestDatabase.await(revocations.close()));
        opened.forEach(keys -> TestDatabase.await(keys.close()));
        TestDatabase.await(database.close());
        TestDatabase.await(vertx.close());
        postgres.close();
    }
}
