package ai.petty.ingest;

import ai.petty.config.PettyConfig;
import ai.petty.limits.Limits;
import ai.petty.pets.CollarDirectory;
import ai.petty.pets.CollarProgress;
import ai.petty.store.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Owns the life of the one writer: it stands before any door opens, and outlives them until all is written. */
public final class IngestVerticle extends VerticleBase {
    private final Database database;
    private final CollarDirectory collars;
    private final CollarProgress progress;
    private final Limits limits;
    private final PettyConfig config;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final CommitListener listener;
    private final Promise<Ingest> ingest = Promise.promise();
    private @Nullable GroupWriter writer;

    public IngestVerticle(
            Database database,
            CollarDirectory collars,
            CollarProgress progress,
            Limits limits,
            PettyConfig config,
            InstantSource clock,
            MeterRegistry registry,
            CommitListener listener) {
        this.database = database;
        this.collars = collars;
        this.progress = progress;
        this.limits = limits;
        this.config = config;
        this.clock = clock;
        this.registry = registry;
        this.listener = listener;
    }

    /** The service, once the verticle is deployed. */
    public Future<Ingest> ingest() {
        return ingest.future();
    }

    @Override
    public Future<?> start() {
        var meters = new IngestMeters(registry);
        return ReadingRepository.open(database).onSuccess(repository -> {
            var standing = new GroupWriter(vertx, repository, config.ingest(), clock, meters, listener);
            writer = standing;
            ingest.complete(new Ingest(collars, limits, config, clock, standing, progress, meters));
        });
    }

    @Override
    public Future<?> stop() {
        return writer == null ? Future.succeededFuture() : writer.close();
    }
}
