package ai.petty;

import ai.petty.config.ConfigLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options with which every command that needs the configuration finds it. */
final class ConfigOptions {
    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "demo, test or production (else PETTY_PROFILE, else the file's own, else demo).")
    private @Nullable String profile;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A YAML file that lies over the profile (else PETTY_CONFIG).")
    private @Nullable Path file;

    /** What these options and an environment ask for, without overrides. */
    ConfigLoader.Request request(Map<String, String> environment) {
        return new ConfigLoader.Request(Optional.ofNullable(profile), Optional.ofNullable(file), environment, Map.of());
    }
}
