package ai.petty.bench;

import java.util.Optional;

/**
 * One line of the table.
 *
 * @param shape what was sent, such as {@code v2, 10 a POST}
 * @param batch readings in one request
 * @param load empty when it was not measured
 * @param note why it was not measured, or what else a reader must know
 * @param serverCpuSeconds within the measured stretch, as the others
 * @param otherCpuSeconds of everything else on the machine: far from 0, the figures of this line are too low
 * @param peakResidentBytes of the server
 * @param stored readings found in the store afterwards
 */
record Measurement(
        Contender contender,
        String shape,
        int batch,
        Optional<LoadResult> load,
        String note,
        Optional<Double> serverCpuSeconds,
        Optional<Double> databaseCpuSeconds,
        Optional<Double> otherCpuSeconds,
        Optional<Long> peakResidentBytes,
        Optional<Long> stored) {

    static Measurement skipped(Contender contender, String shape, String why) {
        return new Measurement(
                contender,
                shape,
                0,
                Optional.empty(),
                why,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    Measurement withStored(long count) {
        return new Measurement(
                contender,
                shape,
                batch,
                load,
                note,
                serverCpuSeconds,
                databaseCpuSeconds,
                otherCpuSeconds,
                peakResidentBytes,
                Optional.of(count));
    }

    /** Acknowledged, but not found: must be 0. */
    long lost() {
        return load.isPresent() && stored.isPresent() ? load.get().acknowledged() - stored.get() : 0;
    }

    /** Whether everything sent was acknowledged, and everything acknowledged is there exactly once. */
    boolean isWhole() {
        return load.map(l -> l.errors() == 0 && l.sent() == l.acknowledged()).orElse(true) && lost() == 0;
    }
}
