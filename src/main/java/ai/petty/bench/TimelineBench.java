package ai.petty.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./petty bench timeline}: how long a day of a pet takes to be told, with a month of readings behind it and with ten times as much. */
@Command(
        name = "timeline",
        mixinStandardHelpOptions = true,
        description = "How soon a day is told, at two sizes of the tables, and how large they are.")
final class TimelineBench implements Callable<Integer> {
    /** Nobody is to be refused for asking often. */
    private static final Map<String, Object> SETTINGS = Map.of("limits.v2-reads.burst", 1_000_000_000L);

    private static final int GROWTH = 10;

    @Option(
            names = "--readings",
            defaultValue = "10000000",
            description = "Readings at the larger size, 10,000 a pet over 30 days (${DEFAULT-VALUE}).")
    private long readings;

    @Option(
            names = "--requests",
            defaultValue = "2000",
            description = "Measured requests of each kind (${DEFAULT-VALUE}).")
    private int requests;

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description = "Where the database lives for the run; a real disk, or durability costs nothing.")
    private @Nullable Path scratchParent;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What one size has shown. */
    record Size(TimelineHistory history, TableSizes sizes, List<DayReads.Latency> latencies) {}

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        var pets = (int) Math.max(GROWTH, readings / TimelineHistory.READINGS_OF_A_PET);
        try (var scratch = Scratch.make(Optional.ofNullable(scratchParent), false)) {
            out.println(Machine.here(scratch.directory()));
            var database = scratch.startDatabase();
            out.println(database.settings());
            out.println(
                    "readings, quarters of an hour and episodes are written by SQL in the order of time: the episodes are"
                            + " synthetic, %d a pet and day, and no rule has found them"
                                    .formatted(TimelineHistory.EPISODES_OF_A_DAY));
            var small = size(scratch, database, "bench_timeline_small", pets / GROWTH, out);
            var large = size(scratch, database, "bench_timeline_large", pets, out);
            out.println();
            new TimelineReport(small, large).lines().forEach(out::println);
            out.flush();
            return 0;
        }
    }

    private Size size(Scratch scratch, BenchDatabase database, String name, int pets, PrintWriter out)
            throws IOException, InterruptedException, SQLException {
        var address = database.createEmpty(name);
        try (var petty = PettyProcess.start(name, address, scratch.directory(), SETTINGS)) {
            var history = TimelineHistory.write(address, pets);
            out.printf(
                    Locale.ROOT,
                    "%,d readings of %,d pets written, %.1f µs each%n",
                    history.readings(),
                    pets,
                    history.microsForAReading());
            out.flush();
            var latencies = new DayReads(petty, history).measure(requests);
            return new Size(history, TableSizes.of(address), latencies);
        }
    }
}
