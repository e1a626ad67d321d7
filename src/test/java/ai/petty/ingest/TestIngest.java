package ai.petty.ingest;

import ai.petty.TestPeople;
import ai.petty.config.ConfigLoader;
import ai.petty.config.PettyConfig;
import ai.petty.identity.Principal;
import ai.petty.limits.Limits;
import ai.petty.pets.Collar;
import ai.petty.pets.CollarDirectory;
import ai.petty.pets.CollarProgress;
import ai.petty.store.Database;
import ai.petty.store.DatabaseAddress;
import ai.petty.store.Partitions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The writer and the service of one process on a real database, without doors. */
final class TestIngest implements AutoCloseable {
    private static final long PATIENCE_S = 60;
    static final Principal DEMO = TestPeople.DEMO;

    final Vertx vertx = Vertx.vertx();
    final PettyConfig config;
    final Database database;
    final CollarDirectory collars;
    final GroupWriter writer;
    final CollarProgress progress;
    final Ingest ingest;
    final Queue<CommitListener.Stored> told = new ConcurrentLinkedQueue<>();

    private TestIngest(DatabaseAddress address, Map<String, String> settings, InstantSource clock) {
        config = config(settings);
        var meters = new SimpleMeterRegistry();
        database = Database.open(
                vertx, config.database(), config.ingest().writeSlots(), () -> Future.succeededFuture(address), meters);
        collars = new CollarDirectory(database, config.pets());
        await(new Partitions(database, config.store(), clock, meters).upkeep());
        await(collars.prepare());
        var ingestMeters = new IngestMeters(meters);
        writer = new GroupWriter(
                vertx, await(ReadingRepository.open(database)), config.ingest(), clock, ingestMeters, told::addAll);
        progress = new CollarProgress(vertx, database);
        ingest = new Ingest(
                collars, new Limits(config.limits(), System::nanoTime), config, clock, writer, progress, ingestMeters);
    }

    /** @param settings dotted keys over the test profile */
    static TestIngest on(DatabaseAddress address, Map<String, String> settings) {
        return new TestIngest(address, settings, InstantSource.system());
    }

    /** As {@link #on(DatabaseAddress, Map)}, by another clock. */
    static TestIngest on(DatabaseAddress address, Map<String, String> settings, InstantSource clock) {
        return new TestIngest(address, settings, clock);
    }

    private static PettyConfig config(Map<String, String> settings) {
        var request = ConfigLoader.Request.of(Map.of()).withProfile("test");
        for (var setting : settings.entrySet()) {
            request = request.withOverride(setting.getKey(), setting.getValue());
        }
        return ConfigLoader.load(request);
    }

    /** The one pairing of a collar that registers itself here. */
    long pairingId(String serial) {
        return await(collars.fresh(serial))
                .map(Collar::pairings)
                .orElseThrow()
                .getFirst()
                .pairingId();
    }

    Future<Void> submit(Entry... entries) {
        return writer.submit(List.of(entries));
    }

    static Entry.OfReading reading(long pairingId, long t, float hr) {
        return new Entry.OfReading(pairingId, new Reading(t, 0, hr, null, null, null, null, null, null, null), null);
    }

    /** What the future brings; its failure is thrown as it is. */
    static <T extends @Nullable Object> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new CompletionException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The failure that the future brings. */
    static Throwable failure(Future<?> future) {
        return await(future.map(value -> (Throwable) new AssertionError("it succeeded"))
                .otherwise(cause -> cause));
    }

    @Override
    public void close() {
        await(writer.close());
        await(database.close());
        await(vertx.close());
    }
}
