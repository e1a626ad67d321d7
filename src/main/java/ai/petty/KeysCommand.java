package ai.petty;

import ai.petty.app.Workbench;
import ai.petty.config.ConfigException;
import ai.petty.config.ConfigLoader;
import ai.petty.privacy.FieldKeyRotation;
import ai.petty.secrets.SecretNames;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code petty keys}: what can be done with the keys that Petty makes itself. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "The keys that Petty makes itself.",
        subcommands = {RotateKeysCommand.class, KeysCommand.RotatePii.class})
final class KeysCommand {
    /** {@code petty keys rotate-pii}: a new key for personal fields. */
    @Command(
            name = "rotate-pii",
            mixinStandardHelpOptions = true,
            description =
                    "Make a new key for personal fields. The running servers take it into use, bring every field over to it and"
                            + " remove the old one.")
    static final class RotatePii implements Callable<Integer> {
        /** The front asks again within a time to live, and the ring asks the front within another: then everybody knows the key. */
        private static final int LEAD_FACTOR = 3;

        private final Map<String, String> environment;

        @Mixin
        private ConfigOptions options = new ConfigOptions();

        @Option(
                names = "--now",
                description =
                        "Take it into use at once, not when every process has had time to learn of it: for a key that has leaked.")
        private boolean now;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        RotatePii() {
            this(ConfigLoader.environment());
        }

        RotatePii(Map<String, String> environment) {
            this.environment = environment;
        }

        @Override
        public Integer call() throws IOException {
            var line = spec.commandLine();
            try {
                var config = ConfigLoader.load(options.request(environment));
                var lead = now ? Duration.ZERO : config.secrets().ttl().multipliedBy(LEAD_FACTOR);
                var secretName = SecretNames.of(config).piiKeys();
                var id = Workbench.at(
                        config,
                        bench -> new FieldKeyRotation(bench.secrets(), secretName, bench.database(), bench.clock())
                                .rotate(lead));
                line.getOut()
                        .println("The key " + id + " is used "
                                + (now ? "from now on." : "in " + lead.toSeconds() + " seconds."));
                line.getOut().flush();
                return CommandLine.ExitCode.OK;
            } catch (ConfigException e) {
                line.getErr().println(e.getMessage());
                line.getErr().flush();
                return CommandLine.ExitCode.USAGE;
            }
        }
    }
}
