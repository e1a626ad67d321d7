package ai.petty.inference;

import ai.petty.config.PettyConfig;
import ai.petty.inference.motion.ModelFacts;
import ai.petty.inference.motion.ModelFile;
import ai.petty.inference.motion.MotionModel;
import ai.petty.inference.motion.MotionService;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the life of the motion model: it is read before anybody can ask, and closed when the last answer is out. */
public final class InferenceVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(InferenceVerticle.class);

    private final PettyConfig.Inference config;
    private final MeterRegistry registry;
    private final Promise<Served> served = Promise.promise();
    private @Nullable MotionService service;
    private @Nullable MotionModel model;

    /** The model at work, and what may be said of it. */
    public record Served(MotionService labeller, ModelFacts facts) {}

    public InferenceVerticle(PettyConfig.Inference config, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
    }

    /** The service, once the verticle is deployed. */
    public Future<Served> served() {
        return served.future();
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(this::read).onSuccess(opened -> {
            var threshold =
                    config.threshold() > 0 ? config.threshold() : opened.parts().threshold();
            var read = new MotionModel(opened.parts(), threshold);
            var standing = new MotionService(vertx, context, config, read::label, registry);
            model = read;
            service = standing;
            served.complete(new Served(
                    standing, new ModelFacts(read.version(), threshold, MotionModel.LABELS, opened.measured())));
        });
    }

    private record Opened(MotionModel.Parts parts, JsonObject measured) {}

    /** A file that is no model stops the start: better than a server that says "unknown" for ever. */
    private Opened read() throws IOException {
        try {
            return open();
        } catch (LinkageError e) {
            throw new IOException("XGBoost's native library cannot be loaded; it needs glibc and libgomp1", e);
        }
    }

    private Opened open() throws IOException {
        if (config.model().isEmpty()) {
            return new Opened(ModelFile.builtIn(), ModelFile.builtInFigures());
        }
        try {
            var file = Path.of(config.model());
            return new Opened(ModelFile.read(file), ModelFile.figuresBeside(file));
        } catch (IOException e) {
            throw new IOException("inference.model: " + e.getMessage(), e);
        }
    }

    @Override
    public Future<?> stop() {
        var closed = service == null ? Future.<Void>succeededFuture() : service.close();
        return closed.transform(ended -> {
            // A thread that never came back may still be reading the trees: then they stay until the process ends.
            if (ended.failed()) {
                LOG.warn("The motion model's thread did not come back; its memory is not given back");
            } else if (model != null) {
                model.close();
            }
            return Future.succeededFuture();
        });
    }
}
