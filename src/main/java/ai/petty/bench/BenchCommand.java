package ai.petty.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./petty bench …}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures what this machine can do and what Petty makes of it.",
        synopsisSubcommandLabel = "(ingest | identity | inference | timeline | alerts)",
        subcommands = {
            IngestBench.class,
            IdentityBench.class,
            InferenceBench.class,
            TimelineBench.class,
            AlertsBench.class,
            GenerateCommand.class,
            UplinkCommand.class,
            EchoServer.class,
            GroupCommitServer.class
        })
public final class BenchCommand {
    /** For the bench's own child processes: what they found they print, and how they end tells nothing. */
    public static void main(String[] args) {
        new CommandLine(new BenchCommand()).execute(args);
    }
}
