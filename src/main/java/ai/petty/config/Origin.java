package ai.petty.config;

import java.nio.file.Path;

/** Where a value came from, said so that a person finds the place. */
public record Origin(String text) {
    /** {@code config/petty.yaml} inside the jar. */
    public static final Origin DEFAULT = new Origin("default");

    public static final Origin COMMAND_LINE = new Origin("command line");
    public static final Origin ENVIRONMENT = new Origin("environment");

    public static Origin profile(PettyConfig.Profile profile) {
        return new Origin("profile " + TypedText.nameOf(profile));
    }

    public static Origin file(Path path) {
        return new Origin("file " + path);
    }

    /** @param line counted from 1; 0 when it is not known */
    public static Origin file(Path path, int line) {
        return line == 0 ? file(path) : new Origin("file " + path + ":" + line);
    }

    public static Origin variable(String name) {
        return new Origin("environment " + name);
    }

    @Override
    public String toString() {
        return text;
    }
}
