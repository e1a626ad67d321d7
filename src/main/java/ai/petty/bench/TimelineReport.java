package ai.petty.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the two sizes have shown, as the README tells it. */
record TimelineReport(TimelineBench.Size small, TimelineBench.Size large) {
    private static final double FLAT = 1.2;
    private static final double TERABYTE = 1e12;
    private static final double GIB = 1024.0 * 1024 * 1024;
    /** A reading every ten seconds, kept for 35 days. */
    private static final double READINGS_OF_A_PET = 35 * 86_400 / 10.0;

    private static final int PARTITIONS = 36;

    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("| | p50 ms, %s readings | p50 ms, %s | p95 ms, %1$s | p95 ms, %2$s | growth p50, p95 | target | |"
                .formatted(millions(small), millions(large)));
        lines.add("|---|---|---|---|---|---|---|---|");
        lines.add(latency(0, 50));
        lines.add(latency(1, 20));
        lines.add("");
        lines.add("| table | rows | heap bytes a row | index bytes a row | partitions | largest partition MiB |");
        lines.add("|---|---|---|---|---|---|");
        for (var size : List.of(small, large)) {
            size.sizes()
                    .tables()
                    .forEach((name, table) -> lines.add(String.format(
                            Locale.ROOT,
                            "| %s | %,d | %.1f | %.1f | %d | %.1f |",
                            name,
                            table.rows(),
                            table.heapOfARow(),
                            table.indexOfARow(),
                            table.partitions(),
                            table.largestBytes() / 1024.0 / 1024)));
        }
        lines.add("");
        lines.addAll(terabyte());
        return lines;
    }

    private static String millions(TimelineBench.Size size) {
        return String.format(Locale.ROOT, "%.1f M", size.history().readings() / 1e6);
    }

    private String latency(int which, double target) {
        var one = small.latencies().get(which);
        var other = large.latencies().get(which);
        var p50 = other.p50Millis() / one.p50Millis();
        var p95 = other.p95Millis() / one.p95Millis();
        var met = other.p95Millis() < target && p95 <= FLAT;
        return String.format(
                Locale.ROOT,
                "| %s, %.1f kB | %.2f | %.2f | %.2f | %.2f | %.2f ×, %.2f × | p95 < %.0f ms, ≤ %.1f × | %s |",
                one.name(),
                other.bytes() / 1e3,
                one.p50Millis(),
                other.p50Millis(),
                one.p95Millis(),
                other.p95Millis(),
                p50,
                p95,
                target,
                FLAT,
                met ? "met" : "MISSED");
    }

    /** By what the rows between the two sizes have cost: what is there whatever the size does not count. */
    private List<String> terabyte() {
        var before = small.sizes().of("reading");
        var after = large.sizes().of("reading");
        var more = (double) (after.rows() - before.rows());
        var heap = (after.heapBytes() - before.heapBytes()) / more;
        var index = (after.indexBytes() - before.indexBytes()) / more;
        var readings = TERABYTE / (heap + index);
        return List.of(
                String.format(
                        Locale.ROOT,
                        "A reading costs %.1f bytes of heap and %.1f of index (from the rows between the two sizes), and %.1f µs to"
                                + " write by the thousand (%.1f µs at the smaller size).",
                        heap,
                        index,
                        large.history().microsForAReading(),
                        small.history().microsForAReading()),
                String.format(
                        Locale.ROOT,
                        "1 TB of readings by that: %,.1f billion readings, %,.0f pets at a reading every 10 s kept for 35 days; %d"
                                + " partitions of %.1f GiB each (heap %.1f, index %.1f).",
                        readings / 1e9,
                        readings / READINGS_OF_A_PET,
                        PARTITIONS,
                        TERABYTE / PARTITIONS / GIB,
                        readings * heap / PARTITIONS / GIB,
                        readings * index / PARTITIONS / GIB));
    }
}
