package ai.petty.config;

import java.util.Optional;

/**
 * One thing that is wrong with the configuration.
 *
 * @param key the dotted key, the name of an environment variable, or empty when a whole file is meant
 * @param problem what is wrong, without the value of a secret
 * @param didYouMean the legal name nearest to one that is not known
 */
public record ConfigError(String key, Origin origin, String problem, Optional<String> didYouMean) {
    static ConfigError of(String key, Origin origin, String problem) {
        return new ConfigError(key, origin, problem, Optional.empty());
    }

    @Override
    public String toString() {
        var subject = key.isEmpty() ? origin.text() : key + " (" + origin + ")";
        var sentence = subject + ": " + problem
                + didYouMean.map(name -> "; did you mean " + name + "?").orElse("");
        return sentence.replaceAll("\\p{Cntrl}", "?"); // a key or a path may hold line ends; a log line must not
    }
}
