package ai.petty;

import ai.petty.app.Workbench;
import ai.petty.audit.AuditVerifier;
import ai.petty.config.ConfigLoader;
import ai.petty.config.PettyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
    static final class Verify extends UpkeepCommand {
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

        Verify() {
            this(ConfigLoader.environment());
        }

        Verify(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int work(PettyConfig config) throws IOException {
            var kept = heads == null ? List.<String>of() : List.of(Files.readString(heads));
            var verdict = Workbench.at(
                    config,
                    bench -> bench.fieldKeys()
                            .compose(keys -> AuditVerifier.verify(bench.database(), keys.cipher(), kept)));
            if (printHeads) {
                verdict.heads().forEach(this::say);
            } else {
                say("%d rows in %d runs, %d anchors".formatted(verdict.rows(), verdict.runs(), verdict.anchors()));
                verdict.unanchored()
                        .forEach(run -> say("nobody has anchored run " + run + " yet: it would not be missed"));
            }
            verdict.firstBreak().ifPresent(found -> complain("BROKEN at " + found));
            return verdict.firstBreak().isPresent() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
        }
    }
}
