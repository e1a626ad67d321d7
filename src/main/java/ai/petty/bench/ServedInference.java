package ai.petty.bench;

import ai.petty.config.ConfigLoader;
import ai.petty.config.PettyConfig;
import ai.petty.inference.motion.MotionModel;
import ai.petty.inference.motion.MotionService;
import ai.petty.ingest.Motion;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * The model as a server uses it: askers who each ask for one window, again as soon as they are answered, through the queue, the batches,
 * the breaker and back to their own thread. What it costs is the whole process's, with its collector and its compiler.
 */
final class ServedInference implements AutoCloseable {
    private static final int ASKERS = 256;
    private static final long HIGHEST_NANOS = 60_000_000_000L;

    private final Vertx vertx = Vertx.vertx();
    private final MotionService service;
    private final Motion window;

    /** @param nanos from asking to the answer */
    record Served(long windows, double wallSeconds, double cpuSeconds, Histogram nanos) {}

    /** @param maxBatch windows; 1: nobody shares a batch */
    ServedInference(MotionModel model, Motion window, int maxBatch) {
        var usual = ConfigLoader.load(ConfigLoader.Request.of(Map.of())).inference();
        var config = new PettyConfig.Inference(
                usual.model(),
                usual.threshold(),
                usual.maxWaiting(),
                maxBatch == 0 ? usual.maxBatch() : maxBatch,
                usual.deadline(),
                usual.breaker());
        this.service =
                new MotionService(vertx, vertx.getOrCreateContext(), config, model::label, new SimpleMeterRegistry());
        this.window = window;
    }

    Served run(double seconds) throws InterruptedException {
        turn(seconds / 2);
        return turn(seconds);
    }

    private Served turn(double seconds) throws InterruptedException {
        var nanos = new ConcurrentHistogram(HIGHEST_NANOS, 3);
        var done = new AtomicLong();
        var left = new CountDownLatch(ASKERS);
        var cpuBegan = LoadMeter.ownCpuSeconds();
        var began = System.nanoTime();
        var until = began + (long) (seconds * 1e9);
        for (var i = 0; i < ASKERS; i++) {
            vertx.runOnContext(start -> ask(new Asking(nanos, done, until, left)));
        }
        left.await();
        return new Served(done.get(), (System.nanoTime() - began) / 1e9, LoadMeter.ownCpuSeconds() - cpuBegan, nanos);
    }

    /** What all askers of one turn share. */
    private record Asking(Histogram nanos, AtomicLong done, long until, CountDownLatch left) {}

    private void ask(Asking asking) {
        var asked = System.nanoTime();
        if (asked - asking.until() >= 0) {
            asking.left().countDown();
            return;
        }
        service.label(List.of(window)).onComplete(answer -> {
            if (answer.succeeded()) {
                asking.nanos().recordValue(Math.min(HIGHEST_NANOS, System.nanoTime() - asked));
                asking.done().incrementAndGet();
            }
            ask(asking);
        });
    }

    @Override
    public void close() {
        service.close().await();
        vertx.close().await();
    }
}
