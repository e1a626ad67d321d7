package ai.petty.observability;

import ai.petty.config.PettyConfig.LogFormat;
import ai.petty.config.PettyConfig.Profile;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusUtil;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/**
 * Sets up logging. Until then, and for {@link LogFormat#TEXT}, {@code logback.xml} writes lines for a person to standard
 * error; {@link LogFormat#JSON} is {@code logback-json.xml}: one object a line on standard output. Both write on the
 * caller's thread, so that nothing is lost at an exit; a pipe that is not read is the container's to buffer.
 */
public final class Logs {
    private Logs() {}

    /** For a server: every JSON line names the profile it runs with. */
    public static void setUp(LogFormat format, String level, Profile profile) {
        apply(format, level, profile.name().toLowerCase(Locale.ROOT));
    }

    /** For the commands that talk to a server and have no profile of their own. */
    public static void setUp(LogFormat format, String level) {
        apply(format, level, "client");
    }

    private static void apply(LogFormat format, String level, String environment) {
        // A file named on the command line, as the tests name theirs, is somebody's explicit wish.
        if (System.getProperty("logback.configurationFile") == null) {
            configure((LoggerContext) LoggerFactory.getILoggerFactory(), format, level, environment);
        }
    }

    static void configure(LoggerContext context, LogFormat format, String level, String environment) {
        // Logback itself takes an unknown level for DEBUG.
        if (Level.toLevel(level, null) == null) {
            throw new IllegalArgumentException("log.level is not one of OFF, ERROR, WARN, INFO, DEBUG, TRACE, ALL");
        }
        context.reset();
        context.putProperty("level", level);
        context.putProperty("environment", environment);
        context.putProperty("version", version());
        var file = switch (format) {
            case JSON -> "logback-json.xml";
            case TEXT -> "logback.xml";
        };
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        var began = System.currentTimeMillis();
        try {
            configurator.doConfigure(
                    Objects.requireNonNull(Logs.class.getClassLoader().getResource(file), file));
        } catch (JoranException e) {
            throw new IllegalStateException(file + " is broken", e);
        }
        if (new StatusUtil(context).getHighestLevel(began) >= Status.ERROR) {
            throw new IllegalStateException(
                    file + " is broken: " + context.getStatusManager().getCopyOfStatusList());
        }
    }

    private static String version() {
        var packaged = Logs.class.getPackage().getImplementationVersion();
        return packaged == null ? "unpackaged" : packaged;
    }
}
