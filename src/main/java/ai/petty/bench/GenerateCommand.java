package ai.petty.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The load generator, in a process of its own. Prints the {@link StretchSignals}, then its result. */
@Command(name = "generate", hidden = true, description = "The load generator of the bench.")
final class GenerateCommand implements Callable<Integer> {
    static final String RESULT = "RESULT ";

    @Option(names = "--wire", required = true)
    private Wire wire = Wire.ECHO;

    @Option(names = "--port", required = true)
    private int port;

    @Option(names = "--batch", defaultValue = "1")
    private int batch;

    @Option(names = "--connections", defaultValue = "64")
    private int connections;

    @Option(names = "--collars", defaultValue = "10000")
    private int collars;

    @Option(names = "--first-use", defaultValue = "0")
    private int firstUse;

    @Option(names = "--visit-all")
    private boolean visitAll;

    @Option(names = "--warm-up-millis", defaultValue = "5000")
    private long warmUpMillis;

    @Option(names = "--measure-millis", defaultValue = "15000")
    private long measureMillis;

    /** A file, because everyone on the machine can read a command line. */
    @Option(names = "--secret-file")
    private @Nullable Path secretFile;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        var plan = new LoadPlan(
                wire,
                port,
                batch,
                connections,
                collars,
                firstUse,
                secretFile == null ? "" : Files.readString(secretFile).strip(),
                visitAll,
                Duration.ofMillis(warmUpMillis),
                Duration.ofMillis(measureMillis));
        var result = new HttpLoad(plan, StretchSignals.printedTo(out)).run();
        out.println(RESULT + new ObjectMapper().writeValueAsString(result));
        out.flush();
        return 0;
    }
}
