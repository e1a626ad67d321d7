package ai.petty.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./petty bench ingest}: all contenders, one after the other, on one PostgreSQL. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = "How many readings a second are kept durably, beside the ceilings of this machine.")
final class IngestBench implements Callable<Integer> {
    @Option(
            names = "--only",
            split = ",",
            paramLabel = "CONTENDER",
            description = "Of ${COMPLETION-CANDIDATES}; all when not given.")
    private @Nullable Set<Contender> only;

    @Option(
            names = "--warm-up",
            defaultValue = "12",
            description = "Seconds before each measured stretch (${DEFAULT-VALUE}).")
    private double warmUpSeconds;

    @Option(
            names = "--measure",
            defaultValue = "15",
            description = "Seconds of each measured stretch (${DEFAULT-VALUE}).")
    private double measureSeconds;

    @Option(names = "--connections", defaultValue = "64", description = "Keep-alive connections (${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--collars",
            defaultValue = "10000",
            description = "Collars that take turns over HTTP (${DEFAULT-VALUE}); each has its own limit.")
    private int collars;

    @Option(
            names = "--uplink-collars",
            defaultValue = "10000",
            description = "Collars on WebSockets (${DEFAULT-VALUE}).")
    private int uplinkCollars;

    @Option(names = "--uplink-seconds", defaultValue = "60", description = "How long they send (${DEFAULT-VALUE}).")
    private int uplinkSeconds;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the same as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description = "Where the databases live for the run; a real disk, or durability costs nothing.")
    private @Nullable Path scratchParent;

    @Option(names = "--keep", description = "Leaves the scratch directory, with the servers' logs, in place.")
    private boolean keep;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        try (var scratch = Scratch.make(Optional.ofNullable(scratchParent), keep)) {
            var report = measure(scratch, out);
            report.print(out);
            if (json != null) {
                report.writeJson(json);
            }
            if (keep) {
                out.println("logs and data stay in " + scratch.directory());
            }
            return report.measurements().stream().allMatch(Measurement::isWhole) ? 0 : 1;
        } finally {
            out.flush();
        }
    }

    private Report measure(Scratch scratch, PrintWriter out) throws Exception {
        var chosen = only == null ? EnumSet.allOf(Contender.class) : only;
        var measurements = new ArrayList<Measurement>();
        var database = scratch.startDatabase();
        var settings = database.settings();
        var runs = new ContenderRuns(scratch.directory(), database, plan(), line -> {
            out.println("… " + line);
            out.flush();
        });
        for (var contender : chosen) {
            measurements.addAll(runs.of(contender));
        }
        return new Report(Machine.here(scratch.directory()), settings, circumstances(), measurements);
    }

    private ContenderRuns.Plan plan() {
        return new ContenderRuns.Plan(
                seconds(warmUpSeconds), seconds(measureSeconds), connections, collars, uplinkCollars, uplinkSeconds);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private Map<String, String> circumstances() {
        var told = new LinkedHashMap<String, String>();
        told.put(
                "load",
                "%d keep-alive connections in a closed loop, %s s warm-up, %s s measured; the generator is a process of its own"
                        .formatted(connections, warmUpSeconds, measureSeconds));
        told.put(
                "collars",
                "%,d over HTTP in turn, %,d on the uplink; 1 account (the household's secret); every limit on"
                        .formatted(collars, uplinkCollars));
        return told;
    }
}
