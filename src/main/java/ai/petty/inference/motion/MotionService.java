package ai.petty.inference.motion;

import ai.petty.config.PettyConfig;
import ai.petty.ingest.Motion;
import ai.petty.problem.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Labels motion on a thread of its own, in small batches: while one is being worked on the next gathers, so nobody waits for a
 * timer. What waits is bounded, and for how long. After several failures the model is left alone for a while, and as long as
 * its thread does not come back. In each of these cases the caller is told {@code model.unavailable}: then readings are judged by rules, without the model.
 */
public final class MotionService implements MotionLabeller {
    private static final Logger LOG = LoggerFactory.getLogger(MotionService.class);

    private final Vertx vertx;
    private final Context context;
    private final PettyConfig.Inference config;
    private final Function<List<Motion>, List<LabelledMotion>> model;
    private final WorkerExecutor worker;
    private final CircuitBreaker breaker;
    private final InferenceMeters meters;
    private final AtomicInteger waitingWindows = new AtomicInteger();
    private final ArrayDeque<Job> waiting = new ArrayDeque<>();
    private final Promise<Void> drained = Promise.promise();
    private final long deadlineNanos;
    /** When the batch began that is being worked on; 0 while there is none. Read by whoever asks how we are. */
    private volatile long began;

    private boolean working;
    private boolean closing;

    private record Job(
            List<Motion> motions, int windows, long arrived, Deadline deadline, Promise<List<LabelledMotion>> done) {
        /** Whether it has its answer already: who gave up is not told again. */
        boolean isSettled() {
            return done.future().isComplete();
        }
    }

    /**
     * @param context on which the batches are gathered
     * @param model is called on the worker, by one thread at a time
     */
    public MotionService(
            Vertx vertx,
            Context context,
            PettyConfig.Inference config,
            Function<List<Motion>, List<LabelledMotion>> model,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.context = context;
        this.config = config;
        this.model = model;
        this.deadlineNanos = config.deadline().toNanos();
        this.worker = vertx.createSharedWorkerExecutor(
                "petty-model-" + Integer.toHexString(System.identityHashCode(this)),
                1,
                config.deadline().toNanos() + 1,
                TimeUnit.NANOSECONDS);
        this.breaker = CircuitBreaker.create("model", vertx, options(config))
                .openHandler(nothing -> LOG.warn("The breaker of the motion model opened; rules go on without it"))
                .closeHandler(nothing -> LOG.info("The breaker of the motion model closed"));
        this.meters = new InferenceMeters(registry, waitingWindows, this::state);
    }

    /**
     * Who labels what is stored asks once and then leaves the model alone for {@link MotionLabeller#REST}: failures that come no faster than that must
     * still add up.
     */
    static CircuitBreakerOptions options(PettyConfig.Inference config) {
        var apart = MotionLabeller.REST.plus(config.deadline());
        return new CircuitBreakerOptions()
                .setMaxFailures(config.breaker().failures())
                .setFailuresRollingWindow(
                        apart.multipliedBy(config.breaker().failures()).toMillis())
                .setResetTimeout(config.breaker().reset().toMillis())
                .setTimeout(config.deadline().toMillis());
    }

    /** How the breaker stands: CLOSED is good. It is open, too, while a batch takes longer than anybody waits for it. */
    public CircuitBreakerState state() {
        return hangs() ? CircuitBreakerState.OPEN : breaker.state();
    }

    private boolean hangs() {
        var since = began;
        return since != 0 && System.nanoTime() - since > deadlineNanos;
    }

    @Override
    public Future<List<LabelledMotion>> label(List<Motion> motions) {
        return label(motions, Deadline.in(config.deadline()));
    }

    /** As {@link #label(List)}, for a caller who has less time left, counted from when it was made. Completes on the calling context. */
    public Future<List<LabelledMotion>> label(List<Motion> motions, Deadline deadline) {
        var windows = motions.stream().mapToInt(MotionModel::windows).sum();
        if (waitingWindows.addAndGet(windows) > config.maxWaiting()) {
            waitingWindows.addAndGet(-windows);
            meters.refused(InferenceMeters.Why.FULL);
            return Future.failedFuture(out("More motion is waiting for the model than the server can hold."));
        }
        var caller = ContextInternal.current();
        Promise<List<LabelledMotion>> done = caller == null ? Promise.promise() : caller.promise();
        var job = new Job(motions, windows, System.nanoTime(), deadline, done);
        context.runOnContext(nothing -> {
            if (closing) {
                settle(job, Future.failedFuture(out("The server is going down.")));
                return;
            }
            if (hangs()) {
                refuse(job);
                return;
            }
            giveUpInTime(job);
            waiting.add(job);
            next();
        });
        return done.future();
    }

    /** Nobody waits longer than they said, in the queue or in a batch, also when the model's thread never comes back. */
    private void giveUpInTime(Job job) {
        var timer = vertx.setTimer(Math.max(1, job.deadline().remaining().toMillis()), fired -> {
            waiting.remove(job);
            late(job);
        });
        job.done().future().onComplete(told -> vertx.cancelTimer(timer));
    }

    private void late(Job job) {
        if (!job.isSettled()) {
            meters.refused(InferenceMeters.Why.LATE);
            settle(job, Future.failedFuture(out("The model did not get to it in time.")));
        }
    }

    private void refuse(Job job) {
        if (!job.isSettled()) {
            meters.refused(InferenceMeters.Why.OUT);
            settle(job, Future.failedFuture(out("The model is not available right now.")));
        }
    }

    private Refusal out(String detail) {
        return Refusal.unavailable("model.unavailable", detail, config.breaker().reset());
    }

    private void next() {
        if (working) {
            return;
        }
        var batch = gather();
        if (batch.isEmpty()) {
            if (closing) {
                drained.tryComplete();
            }
            return;
        }
        working = true;
        began = now();
        var motions = batch.stream().flatMap(job -> job.motions().stream()).toList();
        meters.batch(batch.stream().mapToInt(Job::windows).sum());
        var ended = Promise.<Void>promise();
        breaker.<List<LabelledMotion>>execute(() -> {
                    var labelled = worker.executeBlocking(() -> model.apply(motions));
                    // The breaker may give up on it, but the one thread is not free before it has ended.
                    labelled.onComplete(outcome -> ended.complete());
                    return labelled;
                })
                .onComplete(outcome -> context.runOnContext(nothing -> {
                    if (outcome.succeeded()) {
                        deal(batch, outcome.result());
                    } else {
                        fail(batch, outcome.cause());
                        if (outcome.cause() instanceof OpenCircuitException) {
                            ended.complete(); // it did not even begin
                        }
                    }
                }));
        ended.future()
                .onComplete(outcome -> context.runOnContext(nothing -> {
                    working = false;
                    began = 0;
                    next();
                }));
    }

    /** What may still be in time, up to the largest batch, but one at least. */
    private List<Job> gather() {
        var batch = new ArrayList<Job>();
        var windows = 0;
        for (var job = waiting.peek(); job != null; job = waiting.peek()) {
            if (job.deadline().isOver()) {
                waiting.remove();
                late(job);
            } else if (batch.isEmpty() || windows + job.windows() <= config.maxBatch()) {
                batch.add(waiting.remove());
                windows += job.windows();
            } else {
                break;
            }
        }
        return batch;
    }

    private void deal(List<Job> batch, List<LabelledMotion> labelled) {
        var first = 0;
        for (var job : batch) {
            var own = List.copyOf(labelled.subList(first, first + job.motions().size()));
            first += own.size();
            if (!job.isSettled()) {
                meters.labelled(own, System.nanoTime() - job.arrived());
                settle(job, Future.succeededFuture(own));
            }
        }
    }

    private void fail(List<Job> batch, Throwable cause) {
        LOG.atWarn().addKeyValue("cause", cause.toString()).log("The motion model did not answer");
        batch.forEach(this::refuse);
    }

    private void settle(Job job, Future<List<LabelledMotion>> outcome) {
        waitingWindows.addAndGet(-job.windows());
        outcome.onComplete(job.done());
    }

    /**
     * Takes nothing more; completes when what was taken has its answer and the thread has ended. Fails when the thread does not come
     * back within two deadlines: then it may still be using the model, which must not be closed.
     */
    public Future<Void> close() {
        context.runOnContext(nothing -> {
            closing = true;
            next();
            var timer = vertx.setTimer(
                    Math.max(1, config.deadline().toMillis()) * 2,
                    fired -> drained.tryFail(new TimeoutException("the model's thread does not come back")));
            drained.future().onComplete(outcome -> vertx.cancelTimer(timer));
        });
        return drained.future().onComplete(outcome -> breaker.close()).compose(nothing -> worker.close());
    }

    /** Never 0, which means that nothing is being worked on. */
    private static long now() {
        var now = System.nanoTime();
        return now == 0 ? 1 : now;
    }
}
