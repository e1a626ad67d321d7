package ai.petty.inference;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * What evaluating counts. {@code petty.evaluation.lag} is the time for which the pairing that has waited longest in this process has
 * had news: alert when it stays over a few times {@code evaluation.debounce}. {@code petty.evaluation.turns{outcome="failed"}}
 * counts pairings that cannot be evaluated: alert when it grows. {@code outcome="overtaken"} is a lease that was too short for its
 * turn: alert when it is more than one in a hundred of {@code outcome="done"}. {@code petty.evaluation.observations} over {@code
 * petty.evaluation.fresh} tells how much is evaluated again for what came late.
 */
final class EvaluationMeters {
    private final MeterRegistry registry;
    private final Counter done;
    private final Counter failed;
    private final Counter overtaken;
    private final Counter observations;
    private final Counter fresh;
    private final Counter labelled;
    private final Counter modelOut;
    private final Timer delay;
    private final Timer turn;

    EvaluationMeters(MeterRegistry registry) {
        this.registry = registry;
        this.done = turns("done");
        this.failed = turns("failed");
        this.overtaken = turns("overtaken");
        this.observations = registry.counter("petty.evaluation.observations");
        this.fresh = registry.counter("petty.evaluation.fresh");
        this.labelled = registry.counter("petty.evaluation.motions.labelled");
        this.modelOut = registry.counter("petty.evaluation.model.out");
        this.delay = registry.timer("petty.evaluation.delay");
        this.turn = registry.timer("petty.evaluation.turn");
    }

    private Counter turns(String outcome) {
        return registry.counter("petty.evaluation.turns", "outcome", outcome);
    }

    /** @param lagSeconds how long the one has waited that has waited longest; {@code waiting} how many wait */
    void watch(DoubleSupplier lagSeconds, DoubleSupplier waiting) {
        Gauge.builder("petty.evaluation.lag", lagSeconds, DoubleSupplier::getAsDouble)
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
        Gauge.builder("petty.evaluation.waiting", waiting, DoubleSupplier::getAsDouble)
                .strongReference(true)
                .register(registry);
    }

    /** A turn is committed. */
    void done(int takenIn, int freshReadings, long turnNanos, long delayNanos) {
        done.increment();
        observations.increment(takenIn);
        fresh.increment(freshReadings);
        turn.record(turnNanos, TimeUnit.NANOSECONDS);
        delay.record(delayNanos, TimeUnit.NANOSECONDS);
    }

    void failed() {
        failed.increment();
    }

    void overtaken() {
        overtaken.increment();
    }

    void labelled(int motions) {
        labelled.increment(motions);
    }

    void modelOut() {
        modelOut.increment();
    }
}
