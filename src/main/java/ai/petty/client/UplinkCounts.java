package ai.petty.client;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counters of one uplink, written on its event loop and read from anywhere. */
public final class UplinkCounts {
    private final Map<UplinkCounter, LongAdder> counterToCount = new EnumMap<>(UplinkCounter.class);

    UplinkCounts() {
        for (var counter : UplinkCounter.values()) {
            counterToCount.put(counter, new LongAdder());
        }
    }

    public long get(UplinkCounter counter) {
        return adder(counter).sum();
    }

    void add(UplinkCounter counter, long delta) {
        adder(counter).add(delta);
    }

    private LongAdder adder(UplinkCounter counter) {
        return requireNonNull(counterToCount.get(counter));
    }

    @Override
    public String toString() {
        return counterToCount.toString();
    }
}
