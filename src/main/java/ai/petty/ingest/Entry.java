package ai.petty.ingest;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** One item on its way into the database. The writer sets its outcome; its sender reads it after that. */
abstract sealed class Entry {
    final long pairingId;
    private @Nullable Outcome outcome;

    private Entry(long pairingId) {
        this.pairingId = pairingId;
    }

    /** The oldest time that this item changes, microseconds since 1970 UTC. */
    abstract long time();

    /** About how much memory and wire it takes. */
    abstract long bytes();

    void settle(Outcome result) {
        outcome = result;
    }

    Outcome outcome() {
        if (outcome == null) {
            throw new IllegalStateException("asked for an outcome before the write was done");
        }
        return outcome;
    }

    static final class OfReading extends Entry {
        /** Readings sort by key, so that two processes that write the same rows lock them in the same order. */
        static final Comparator<OfReading> BY_KEY = Comparator.comparingLong((OfReading entry) -> entry.pairingId)
                .thenComparingLong(entry -> entry.reading.t())
                .thenComparingInt(entry -> entry.reading.n());

        private static final long BYTES = 96;

        final Reading reading;
        final @Nullable Integer skewMs;

        OfReading(long pairingId, Reading reading, @Nullable Integer skewMs) {
            super(pairingId);
            this.reading = reading;
            this.skewMs = skewMs;
        }

        boolean hasKeyOf(OfReading other) {
            return BY_KEY.compare(this, other) == 0;
        }

        @Override
        long time() {
            return reading.t();
        }

        @Override
        long bytes() {
            return BYTES;
        }
    }

    static final class OfMotion extends Entry {
        private static final long BYTES = 128;

        final Motion motion;

        OfMotion(long pairingId, Motion motion) {
            super(pairingId);
            this.motion = motion;
        }

        boolean hasKeyOf(OfMotion other) {
            return pairingId == other.pairingId && motion.t0() == other.motion.t0();
        }

        @Override
        long time() {
            return motion.t0();
        }

        @Override
        long bytes() {
            return BYTES + motion.samples().length();
        }
    }
}
