package ai.petty.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The collars of the uplink measurement, in a process of their own. Speaks to its parent as {@link GenerateCommand}. */
@Command(name = "uplink", hidden = true, description = "The collars on WebSockets of the bench.")
final class UplinkCommand implements Callable<Integer> {
    @Option(names = "--port", required = true)
    private int port;

    @Option(names = "--collars", defaultValue = "10000")
    private int collars;

    @Option(names = "--seconds", defaultValue = "60")
    private int seconds;

    @Option(names = "--warm-up-millis", defaultValue = "5000")
    private long warmUpMillis;

    @Option(names = "--first-use", defaultValue = "0")
    private int firstUse;

    /** A file, because everyone on the machine can read a command line. */
    @Option(names = "--secret-file", required = true)
    private Path secretFile = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        var secret = Files.readString(secretFile).strip();
        var load = new UplinkLoad(
                port, collars, firstUse, secret, Duration.ofMillis(warmUpMillis), Duration.ofSeconds(seconds));
        var result = load.run(StretchSignals.printedTo(out));
        out.println(GenerateCommand.RESULT + new ObjectMapper().writeValueAsString(result));
        out.flush();
        return 0;
    }
}
