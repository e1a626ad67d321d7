package ai.petty.inference.motion;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.circuitbreaker.CircuitBreakerState;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What the model counts. Alert when {@code petty.inference.refused} grows, when {@code waiting} stays near its bound, or when the share
 * of {@code petty.inference.windows{label="unknown"}} rises: then the collars are not what the model was trained on.
 */
final class InferenceMeters {
    private final Map<MotionLabel, Counter> windows = new EnumMap<>(MotionLabel.class);
    private final Map<Why, Counter> refused = new EnumMap<>(Why.class);
    private final Timer latency;
    private final DistributionSummary batch;
    private final DistributionSummary confidence;

    /** Why somebody got no labels. */
    enum Why {
        /** Too much waits. */
        FULL,
        /** Its time was over before its turn came. */
        LATE,
        /** The model failed, was too slow, or is left alone. */
        OUT
    }

    InferenceMeters(MeterRegistry registry, AtomicInteger waitingWindows, Supplier<CircuitBreakerState> state) {
        Gauge.builder("petty.inference.waiting", waitingWindows, AtomicInteger::get)
                .description("Windows that have no answer yet")
                .register(registry);
        Gauge.builder("petty.breaker.open", () -> state.get() == CircuitBreakerState.CLOSED ? 0 : 1)
                .tag("breaker", "model")
                .register(registry);
        for (var label : MotionLabel.values()) {
            windows.put(label, registry.counter("petty.inference.windows", "label", label.wireName()));
        }
        for (var why : Why.values()) {
            refused.put(
                    why,
                    registry.counter(
                            "petty.inference.refused", "why", why.name().toLowerCase(Locale.ROOT)));
        }
        latency = registry.timer("petty.inference.latency");
        batch = DistributionSummary.builder("petty.inference.batch")
                .baseUnit("windows")
                .register(registry);
        confidence = DistributionSummary.builder("petty.inference.confidence")
                .description("Probability of the label that was told")
                .serviceLevelObjectives(0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
                .register(registry);
    }

    void batch(int size) {
        batch.record(size);
    }

    void refused(Why why) {
        requireNonNull(refused.get(why)).increment();
    }

    void labelled(List<LabelledMotion> motions, long nanos) {
        latency.record(nanos, TimeUnit.NANOSECONDS);
        for (var motion : motions) {
            for (var window : motion.windows()) {
                requireNonNull(windows.get(window.label())).increment();
                if (window.label() != MotionLabel.UNKNOWN) {
                    confidence.record(window.probability());
                }
            }
        }
    }
}
