package ai.petty;

import ai.petty.config.ConfigException;
import ai.petty.config.ConfigLoader;
import ai.petty.config.PettyConfig;
import ai.petty.problem.Refusal;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does one piece of work beside the servers, with their configuration, and says what came of it. */
abstract class UpkeepCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    UpkeepCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Does it. Blocks until it is done.
     *
     * @return the exit code
     */
    abstract int work(PettyConfig config) throws IOException;

    @Override
    public final Integer call() throws IOException {
        try {
            return work(ConfigLoader.load(options.request(environment)));
        } catch (ConfigException e) {
            complain(String.valueOf(e.getMessage()));
            return CommandLine.ExitCode.USAGE;
        } catch (Refusal e) {
            complain(e.detail());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    final void say(String text) {
        var out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }

    final void complain(String text) {
        var err = spec.commandLine().getErr();
        err.println(text);
        err.flush();
    }

    /** That the options do not go together. */
    final ParameterException misused(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
