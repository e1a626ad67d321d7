package ai.petty.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Runs the generator against one server and reads the processes' figures at both ends of the measured stretch. */
final class Stretch implements StretchSignals {
    private final Path scratch;
    private final OptionalLong serverPid;
    private final OptionalLong databasePid;
    private Figures before = Figures.NONE;
    private Figures after = Figures.NONE;

    /** Processor seconds used so far. */
    private record Figures(long nanos, Optional<Double> server, Optional<Double> database, Optional<Double> machine) {
        static final Figures NONE = new Figures(0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** @param databasePid PostgreSQL's, when the contender stands on it */
    Stretch(Path scratch, OptionalLong serverPid, OptionalLong databasePid) {
        this.scratch = scratch;
        this.serverPid = serverPid;
        this.databasePid = databasePid;
    }

    /** @param arguments of the hidden command that generates the load */
    Measurement run(Contender contender, String shape, int batch, List<String> arguments) throws IOException {
        try (var generator = Child.java("generator", BenchCommand.class.getName(), arguments, scratch)) {
            generator.awaitLine(StretchSignals.MEASURING);
            measuring();
            generator.awaitLine(StretchSignals.MEASURED);
            measured();
            var line = generator.awaitLine(GenerateCommand.RESULT);
            return of(contender, shape, batch, new ObjectMapper().readValue(line, LoadResult.class));
        }
    }

    @Override
    public void measuring() {
        before = now();
    }

    @Override
    public void measured() {
        after = now();
    }

    private Figures now() {
        return new Figures(
                System.nanoTime(),
                serverPid.isPresent() ? ProcessFigures.cpuSeconds(serverPid.getAsLong()) : Optional.empty(),
                databasePid.isPresent() ? ProcessFigures.cpuSecondsOfTree(databasePid.getAsLong()) : Optional.empty(),
                ProcessFigures.machineBusySeconds());
    }

    /** The line of the table, once both signals have come. */
    Measurement of(Contender contender, String shape, int batch, LoadResult load) {
        // The signals reach us a little late: what was used between them is brought to the stretch's own length.
        var scale = load.seconds() / ((after.nanos - before.nanos) / 1e9);
        var server = used(before.server, after.server, scale);
        var database = used(before.database, after.database, scale);
        var others = used(before.machine, after.machine, scale)
                .map(all -> all - server.orElse(0.0) - database.orElse(0.0) - load.cpuSeconds())
                .map(rest -> Math.max(0, rest));
        return new Measurement(
                contender,
                shape,
                batch,
                Optional.of(load),
                "",
                server,
                database,
                others,
                serverPid.isPresent() ? ProcessFigures.peakResidentBytes(serverPid.getAsLong()) : Optional.empty(),
                Optional.empty());
    }

    private static Optional<Double> used(Optional<Double> from, Optional<Double> to, double scale) {
        return from.flatMap(f -> to.map(t -> (t - f) * scale));
    }
}
