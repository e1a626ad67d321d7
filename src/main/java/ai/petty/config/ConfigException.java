package ai.petty.config;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** The configuration is not good: every error of every layer, told together. Its message is made for the operator. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigError> errors;

    /** @param errors at least one */
    public ConfigException(List<ConfigError> errors) {
        super(message(errors), null, false, false);
        this.errors = List.copyOf(errors);
    }

    private static String message(List<ConfigError> errors) {
        var heading = errors.size() == 1
                ? "The configuration has an error:"
                : "The configuration has " + errors.size() + " errors:";
        return errors.stream().map(error -> "\n  " + error).collect(joining("", heading, ""));
    }

    public List<ConfigError> errors() {
        return errors;
    }
}
