package ai.petty;

import ai.petty.config.ConfigException;
import ai.petty.config.ConfigLoader;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the configuration as Petty would start with it, or everything that is wrong with it. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Print the effective configuration: secrets masked, each key with where it came from.")
public final class ConfigCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public ConfigCommand() {
        this(ConfigLoader.environment());
    }

    ConfigCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var line = spec.commandLine();
        try {
            line.getOut().print(ConfigLoader.read(options.request(environment)).toYaml());
            line.getOut().flush();
            return CommandLine.ExitCode.OK;
        } catch (ConfigException e) {
            line.getErr().println(e.getMessage());
            line.getErr().flush();
            return CommandLine.ExitCode.USAGE;
        }
    }
}
