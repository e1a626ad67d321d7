package ai.petty.app;

import ai.petty.config.PettyConfig;
import ai.petty.identity.ClosedDoor;
import ai.petty.identity.CredentialCheck;
import ai.petty.identity.HouseholdSecret;
import ai.petty.observability.Readiness;
import ai.petty.store.DatabaseAddress;
import ai.petty.store.EmbeddedDatabase;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running Petty: the embedded PostgreSQL where there is one, the event loops, the verticles and the ports. */
public final class PettyServer {
    private static final Logger LOG = LoggerFactory.getLogger(PettyServer.class);

    private final Vertx vertx;
    private final House house;
    private final Optional<HouseholdSecret> secret;
    private final Deque<Supplier<Future<Void>>> stops;

    private PettyServer(
            Vertx vertx, House house, Optional<HouseholdSecret> secret, Deque<Supplier<Future<Void>>> stops) {
        this.vertx = vertx;
        this.house = house;
        this.secret = secret;
        this.stops = stops;
    }

    /** Starts everything and returns when it is ready. Blocks. */
    public static PettyServer start(PettyConfig config) throws IOException {
        var stops = new ArrayDeque<Supplier<Future<Void>>>();
        try {
            var secret = config.identity().demoSecret()
                    ? Optional.of(HouseholdSecret.keptIn(config.identity().secretFile()))
                    : Optional.<HouseholdSecret>empty();
            var address = address(config, stops);
            var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            var vertx = EventLoops.start(config.http(), registry);
            stops.push(vertx::close);
            CredentialCheck credentials = secret.isPresent() ? secret.get() : new ClosedDoor();
            var house = new House(vertx, config, InstantSource.system(), registry, credentials, new Readiness());
            stops.push(house::stop);
            await(house.start(address));
            return new PettyServer(vertx, house, secret, stops);
        } catch (IOException | RuntimeException e) {
            stop(stops);
            throw e;
        }
    }

    private static DatabaseAddress address(PettyConfig config, Deque<Supplier<Future<Void>>> stops) throws IOException {
        if (!config.database().url().isEmpty()) {
            return DatabaseAddress.of(config.database());
        }
        var embedded = EmbeddedDatabase.start(config.database().embedded());
        stops.push(() -> {
            try {
                embedded.close();
                return Future.succeededFuture();
            } catch (IOException e) {
                return Future.failedFuture(e);
            }
        });
        return embedded.address();
    }

    public int port() {
        return house.port();
    }

    public int managementPort() {
        return house.managementPort();
    }

    /** The secret that opens the demo household, in the profiles that have one. */
    public Optional<HouseholdSecret> secret() {
        return secret;
    }

    public Vertx vertx() {
        return vertx;
    }

    /** The house itself, for those that live in it: the demo counts what is stored. */
    public House house() {
        return house;
    }

    /** Drains and stops everything, the last started first. Blocks until it is done. */
    public void stop() {
        stop(stops);
    }

    private static void stop(Deque<Supplier<Future<Void>>> stops) {
        while (!stops.isEmpty()) {
            try {
                await(stops.pop().get());
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("A part did not stop in good order");
            }
        }
    }

    private static <T> void await(Future<T> future) {
        try {
            future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case IOException cause -> throw new UncheckedIOException(cause);
                case null, default -> throw e;
            }
        }
    }
}
