package ai.petty.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What ingest counts. Stored readings are {@code petty.ingest.items{outcome="accepted"}}; received ones are the sum over
 * all outcomes. Alert when {@code shed} grows or {@code waiting.bytes} stays near its bound.
 */
public final class IngestMeters {
    private final MeterRegistry registry;
    private final Counter accepted;
    private final Counter duplicates;
    private final Counter conflicts;
    private final Counter refused;
    private final Counter rejected;
    private final Counter shed;
    private final Timer commit;
    private final DistributionSummary groupSize;

    public IngestMeters(MeterRegistry registry) {
        this.registry = registry;
        this.accepted = items("accepted");
        this.duplicates = items("duplicate");
        this.conflicts = items("conflict");
        this.refused = items("refused");
        this.rejected = items("rejected");
        this.shed = registry.counter("petty.ingest.shed");
        this.commit = registry.timer("petty.ingest.commit");
        this.groupSize = registry.summary("petty.ingest.group.size");
    }

    private Counter items(String outcome) {
        return registry.counter("petty.ingest.items", "outcome", outcome);
    }

    void watchWaiting(AtomicLong bytes) {
        Gauge.builder("petty.ingest.waiting.bytes", bytes, AtomicLong::get).register(registry);
    }

    /** A group is in the database. */
    void committed(int size, long nanos) {
        commit.record(nanos, TimeUnit.NANOSECONDS);
        groupSize.record(size);
    }

    /** A sender has its answer. */
    void answered(int acceptedItems, int duplicateItems, int conflictItems, int refusedItems) {
        accepted.increment(acceptedItems);
        duplicates.increment(duplicateItems);
        conflicts.increment(conflictItems);
        refused.increment(refusedItems);
    }

    /** Items that were never given to the writer: malformed, out of the window, of an unknown collar. */
    void rejected(int items) {
        rejected.increment(items);
    }

    /** A sender was told to come back. */
    void shed() {
        shed.increment();
    }
}
