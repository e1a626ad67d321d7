package ai.petty;

import ai.petty.bench.BenchCommand;
import ai.petty.simulator.SimulateCommand;
import java.io.UncheckedIOException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command line: {@code serve}, {@code demo}, {@code simulate}, {@code bench}, {@code train}, {@code config}, {@code audit}, {@code keys}. */
@Command(
        name = "petty",
        mixinStandardHelpOptions = true,
        versionProvider = Petty.Version.class,
        description = "The back end of a smart pet collar.",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            SimulateCommand.class,
            BenchCommand.class,
            LearnCommand.class,
            ConfigCommand.class,
            AuditCommand.class,
            KeysCommand.class
        })
public final class Petty {
    private Petty() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Petty())
                .setExecutionExceptionHandler(Petty::toldInOneLine)
                .execute(args));
    }

    /** Somebody at a terminal wants to know what is wrong, not where in our code it was noticed. */
    private static int toldInOneLine(Exception failure, CommandLine line, ParseResult parsed) {
        line.getErr().println(line.getCommandName() + ": " + reason(failure));
        LoggerFactory.getLogger(Petty.class).debug("The command failed", failure);
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String reason(Throwable failure) {
        var cause = failure.getCause();
        if (failure instanceof UncheckedIOException && cause != null) {
            return reason(cause);
        }
        var message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /** What the jar's manifest says. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var packaged = Petty.class.getPackage().getImplementationVersion();
            return new String[] {"petty " + (packaged == null ? "(unpackaged)" : packaged)};
        }
    }
}
