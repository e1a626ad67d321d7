package ai.petty;

import ai.petty.app.Workbench;
import ai.petty.audit.AuditVerifier;
import ai.petty.config.ConfigException;
import ai.petty.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code petty audit}: what can be asked of the audit log. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "The record of who did what.",
        subcommands = AuditCommand.Verify.class)
final class AuditCommand {
    /** {@code petty audit verify}: has anybody altered what was written down? */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description =
                    "Read the whole record and find any change, removal or reordering. Exits with 0 when there is none,"
                            + " with 1 when there is.")
    static final class Verify implements Callable<Integer> {
        private final Map<String, String> environment;

        @Mixin
        private ConfigOptions options = new ConfigOptions();

        @Option(
                names = "--print-heads",
                description =
                        "Print only the last row of each chain: keep it where nobody who can write the database comes.")
        private boolean printHeads;

        @Option(
                names = "--heads",
                paramLabel = "FILE",
                description = "What --print-heads printed before: it must still be there.")
        private @Nullable Path heads;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        Verify() {
            this(ConfigLoader.environment());
        }

        Verify(Map<String, String> environment) {
            this.environment = environment;
        }

        @Override
        public Integer call() throws IOException {
            var line = spec.commandLine();
            try {
                var kept = heads == null ? List.<String>of() : List.of(Files.readString(heads));
                var config = ConfigLoader.load(options.request(environment));
                var verdict = Workbench.at(
                        config,
                        bench -> bench.fieldKeys()
                                .compose(keys -> AuditVerifier.verify(bench.database(), keys.cipher(), kept)));
                if (printHeads) {
                    verdict.heads().forEach(line.getOut()::println);
                } else {
                    line.getOut()
                            .println("%d rows in %d runs, %d anchors"
                                    .formatted(verdict.rows(), verdict.runs(), verdict.anchors()));
                    verdict.unanchored()
                            .forEach(run -> line.getOut()
                                    .println("nobody has anchored run " + run + " yet: it would not be missed"));
                }
                line.getOut().flush();
                verdict.firstBreak().ifPresent(found -> line.getErr().println("BROKEN at " + found));
                line.getErr().flush();
                return verdict.firstBreak().isPresent() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
            } catch (ConfigException e) {
                line.getErr().println(e.getMessage());
                line.getErr().flush();
                return CommandLine.ExitCode.USAGE;
            }
        }
    }
}
