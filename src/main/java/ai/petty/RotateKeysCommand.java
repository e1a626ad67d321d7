package ai.petty;

import ai.petty.app.Workbench;
import ai.petty.config.ConfigException;
import ai.petty.config.ConfigLoader;
import ai.petty.identity.tokens.SigningKeys;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code petty keys rotate}: a new key that signs access tokens. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description =
                "Make a new key that signs access tokens. It is published at once and signs when every server has read it; what the"
                        + " old one signed stays good until it expires.")
final class RotateKeysCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--now", description = "It signs at once: the servers learn of it when they see its first token.")
    private boolean now;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    RotateKeysCommand() {
        this(ConfigLoader.environment());
    }

    RotateKeysCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        var line = spec.commandLine();
        try {
            var config = ConfigLoader.load(options.request(environment));
            var rotated = Workbench.at(
                    config,
                    bench -> new SigningKeys(bench.vertx(), bench.secrets(), bench.database(), config, bench.clock())
                            .rotate(now));
            line.getOut().println("The key " + rotated.kid() + " signs from " + rotated.signsFrom() + " on.");
            line.getOut().flush();
            return CommandLine.ExitCode.OK;
        } catch (ConfigException e) {
            line.getErr().println(e.getMessage());
            line.getErr().flush();
            return CommandLine.ExitCode.USAGE;
        }
    }
}
