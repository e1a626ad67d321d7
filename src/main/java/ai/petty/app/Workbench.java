package ai.petty.app;

import ai.petty.config.PettyConfig;
import ai.petty.privacy.FieldKeyRing;
import ai.petty.secrets.SecretStore;
import ai.petty.store.Database;
import ai.petty.store.DatabaseAddress;
import ai.petty.store.EmbeddedDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * What a command has at hand that works beside the servers: the database and the secrets, opened for it and closed after
 * it. An embedded PostgreSQL is used where it runs, else started.
 */
public record Workbench(PettyConfig config, Vertx vertx, SecretStore secrets, Database database, InstantSource clock) {
    private static final int CONNECTIONS = 1;

    /** Does one piece of work. Blocks until it is done. */
    public static <T> T at(PettyConfig config, Function<Workbench, Future<T>> work) throws IOException {
        if (!config.database().url().isEmpty()) {
            return at(config, DatabaseAddress.of(config.database()), work);
        }
        var running = EmbeddedDatabase.running(config.database().embedded());
        if (running.isPresent()) {
            return at(config, running.get(), work);
        }
        try (var embedded = EmbeddedDatabase.start(config.database().embedded())) {
            return at(config, embedded.address(), work);
        }
    }

    private static <T> T at(PettyConfig config, DatabaseAddress address, Function<Workbench, Future<T>> work) {
        var vertx = Vertx.vertx();
        try {
            return join(SecretStores.open(vertx, config, new SimpleMeterRegistry())
                    .compose(secrets -> {
                        var database = Database.open(
                                vertx,
                                config.database(),
                                CONNECTIONS,
                                DatabaseSignIn.of(address, config, secrets),
                                new SimpleMeterRegistry());
                        var bench = new Workbench(config, vertx, secrets, database, InstantSource.system());
                        return work.apply(bench).eventually(() -> Future.join(database.close(), secrets.close()));
                    }));
        } finally {
            join(vertx.close().map(Optional.empty()));
        }
    }

    /** The keys of personal fields. */
    public Future<FieldKeyRing> fieldKeys() {
        return FieldKeyRing.open(vertx, secrets, config, database, clock);
    }

    private static <T> T join(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
