package ai.petty.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Counts what a load sends and gets back; times it only within the measured stretch. For one thread. */
final class LoadMeter {
    private static final int TOLD_ERRORS = 3;
    private static final long HIGHEST_NANOS = 60_000_000_000L;

    private final Histogram nanos = new Histogram(HIGHEST_NANOS, 3);
    private final List<String> firstErrors = new ArrayList<>();
    private boolean measuring;
    private long startedAt;
    private double seconds;
    private double cpuAtStart;
    private double cpuSeconds;
    private long requests;
    private long readings;
    private long acknowledged;
    private long sent;
    private long errors;

    void begin() {
        measuring = true;
        startedAt = System.nanoTime();
        cpuAtStart = ownCpuSeconds();
    }

    void end() {
        measuring = false;
        seconds = (System.nanoTime() - startedAt) / 1e9;
        cpuSeconds = ownCpuSeconds() - cpuAtStart;
    }

    void sent(int count) {
        sent += count;
    }

    /** @param sentAt what {@link System#nanoTime} said; what was sent before the stretch began is not timed */
    void acknowledged(int count, long sentAt) {
        acknowledged += count;
        if (measuring && sentAt - startedAt >= 0) {
            requests++;
            readings += count;
            nanos.recordValue(Math.min(System.nanoTime() - sentAt, HIGHEST_NANOS));
        }
    }

    void error(String text) {
        errors++;
        if (firstErrors.size() < TOLD_ERRORS) {
            firstErrors.add(text);
        }
    }

    long sent() {
        return sent;
    }

    long acknowledged() {
        return acknowledged;
    }

    long errors() {
        return errors;
    }

    /** Adds what another thread counted over the same stretch. */
    void add(LoadMeter other) {
        nanos.add(other.nanos);
        firstErrors.addAll(other.firstErrors);
        seconds = Math.max(seconds, other.seconds);
        cpuSeconds = Math.max(cpuSeconds, other.cpuSeconds);
        requests += other.requests;
        readings += other.readings;
        acknowledged += other.acknowledged;
        sent += other.sent;
        errors += other.errors;
    }

    LoadResult result() {
        return new LoadResult(
                requests,
                readings,
                seconds,
                nanos.getValueAtPercentile(50) / 1e6,
                nanos.getValueAtPercentile(99) / 1e6,
                nanos.getMaxValue() / 1e6,
                acknowledged,
                sent,
                errors,
                List.copyOf(firstErrors),
                cpuSeconds);
    }

    static double ownCpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : Double.NaN;
    }
}
