package ai.petty.bench;

import static java.util.Objects.requireNonNull;

import ai.petty.inference.motion.ModelFile;
import ai.petty.inference.motion.MotionModel;
import ai.petty.ingest.Motion;
import io.vertx.core.buffer.Buffer;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./petty bench inference}: how many windows of motion one core labels, from raw counts to labels. */
@Command(
        name = "inference",
        mixinStandardHelpOptions = true,
        description = "Windows of motion labelled in a second on one core, one by one and in batches.")
final class InferenceBench implements Callable<Integer> {
    private static final double TARGET = 20_000;
    private static final long HIGHEST_NANOS = 10_000_000_000L;
    private static final double NANOS = 1e9;
    private static final double MICROS = 1e3;
    private static final long SEED = 11;
    private static final String COLUMNS = "%-44s %14s %14s %10s %10s%n";

    @Option(names = "--seconds", defaultValue = "5", description = "Seconds of each line (${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--batch", defaultValue = "1024", description = "Windows in a batch (${DEFAULT-VALUE}).")
    private int batch;

    @Spec
    private @Nullable CommandSpec spec;

    /** One line: what one thread did. */
    private record Run(long windows, double wallSeconds, double cpuSeconds, Histogram nanos) {
        double perCore() {
            return windows / cpuSeconds;
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        var out = requireNonNull(spec).commandLine().getOut();
        out.printf(
                "%d cores, Java %s; motion of 100 Hz with a gyroscope; one thread%n",
                Runtime.getRuntime().availableProcessors(), Runtime.version());
        out.printf(COLUMNS, "", "windows/s", "windows/CPU-s", "p50 us", "p99 us");
        var single = List.of(motion(2, new Random(SEED)));
        var many = motions();
        boolean isMet;
        try (var model = new MotionModel(ModelFile.builtIn(), 0)) {
            var seen = model.look(many);
            print(out, "one window at a time", run(1, () -> model.label(single)));
            var whole = run(seen.windows(), () -> model.label(many));
            print(out, "batches of " + seen.windows() + " windows", whole);
            print(out, "  of that: from counts to features", run(seen.windows(), () -> model.look(many)));
            var trees = run(seen.windows(), () -> model.walk(seen));
            print(out, "  of that: XGBoost's own predict (the ceiling)", trees);
            isMet = whole.perCore() >= TARGET;
            served(out, "served, each window by itself", model, single.getFirst(), 1);
            served(out, "served, in batches as they come", model, single.getFirst(), 0);
            out.printf(
                    Locale.ROOT,
                    "%nbatches / target of %,.0f windows/s on one core: %.2f (%s); batches / ceiling: %.2f%n",
                    TARGET,
                    whole.perCore() / TARGET,
                    isMet ? "met" : "MISSED",
                    whole.perCore() / trees.perCore());
            if (whole.wallSeconds() > 1.2 * whole.cpuSeconds()) {
                out.println(
                        "NOT A QUIET MACHINE: the thread waited for a core, so only the column of CPU seconds tells.");
            }
        }
        out.flush();
        return isMet ? 0 : 1;
    }

    /** Through the queue and back; divided by all that the process used. */
    private void served(PrintWriter out, String name, MotionModel model, Motion window, int maxBatch)
            throws InterruptedException {
        try (var service = new ServedInference(model, window, maxBatch)) {
            var served = service.run(seconds);
            print(out, name, new Run(served.windows(), served.wallSeconds(), served.cpuSeconds(), served.nanos()));
        }
    }

    private List<Motion> motions() {
        var random = new Random(SEED);
        var each = MotionModel.windows(motion(60, random));
        return Collections.nCopies(Math.max(1, batch / each), each).stream()
                .map(any -> motion(60, random))
                .toList();
    }

    /** A dog that goes at two steps a second, with some noise: what it is does not change what it costs. */
    private static Motion motion(int lengthS, Random random) {
        var samples = Buffer.buffer();
        for (var i = 0; i < lengthS * 100; i++) {
            var swing = StrictMath.sin(2 * Math.PI * 2 * i / 100);
            for (var axis = 0; axis < 6; axis++) {
                var value = axis == 2 ? 2048 : 0;
                samples.appendShortLE((short) (value + 400 * swing + 60 * random.nextGaussian()));
            }
        }
        return new Motion(0, 100, 16f / 32768, 2000f / 32768, samples);
    }

    private Run run(int windows, Runnable work) {
        turn(windows, work, seconds / 2); // warm
        return turn(windows, work, seconds);
    }

    private static Run turn(int windows, Runnable work, double seconds) {
        var threads = ManagementFactory.getThreadMXBean();
        var nanos = new Histogram(HIGHEST_NANOS, 3);
        var cpuBegan = threads.getCurrentThreadCpuTime();
        var began = System.nanoTime();
        var done = 0L;
        var now = began;
        while (now - began < seconds * NANOS) {
            work.run();
            var after = System.nanoTime();
            nanos.recordValue(Math.min(HIGHEST_NANOS, after - now));
            now = after;
            done += windows;
        }
        return new Run(done, (now - began) / NANOS, (threads.getCurrentThreadCpuTime() - cpuBegan) / NANOS, nanos);
    }

    private static void print(PrintWriter out, String name, Run run) {
        out.printf(
                COLUMNS,
                name,
                String.format(Locale.ROOT, "%,.0f", run.windows() / run.wallSeconds()),
                String.format(Locale.ROOT, "%,.0f", run.perCore()),
                String.format(Locale.ROOT, "%,.0f", run.nanos().getValueAtPercentile(50) / MICROS),
                String.format(Locale.ROOT, "%,.0f", run.nanos().getValueAtPercentile(99) / MICROS));
        out.flush();
    }
}
