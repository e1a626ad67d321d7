package ai.petty;

import ai.petty.app.Demo;
import ai.petty.config.ConfigException;
import ai.petty.config.ConfigLoader;
import ai.petty.observability.Logs;
import ai.petty.simulator.DurationText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code petty demo}: everything on this machine, with collars. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Run everything here: PostgreSQL, the server and simulated collars.")
final class DemoCommand implements Callable<Integer> {
    private static final int BAD_CONFIGURATION = 2;
    private static final int LOST = 1;

    @Option(names = "--port", paramLabel = "PORT", description = "Of the API (default: 8080; 0 takes any).")
    private @Nullable String port;

    @Option(names = "--management-port", paramLabel = "PORT", description = "Of health and meters (default: 9090).")
    private @Nullable String managementPort;

    @Option(names = "--data", paramLabel = "DIR", description = "Kept between runs (default: .petty).")
    private @Nullable Path data;

    @Option(
            names = "--collars",
            paramLabel = "N",
            defaultValue = "5",
            description = "Simulated collars (default: ${DEFAULT-VALUE}).")
    private int collars;

    @Option(names = "--no-collars", description = "No simulated collars.")
    private boolean noCollars;

    @Option(
            names = "--recordings",
            paramLabel = "DIR",
            description = "Replay real recordings: motion/*.csv.gz and vitals/*.csv.gz; invented signals otherwise.")
    private @Nullable Path recordings;

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "60",
            description = "Seconds of the dogs' time in a second (default: ${DEFAULT-VALUE}).")
    private double speed;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "End by itself after that, such as 60s.")
    private @Nullable Duration length;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            var request = ConfigLoader.Request.of(ConfigLoader.environment()).withProfile("demo");
            request = port == null ? request : request.withOverride("http.port", port);
            request = managementPort == null ? request : request.withOverride("management.port", managementPort);
            request = data == null
                    ? request
                    : request.withOverride(
                                    "database.embedded.directory",
                                    data.resolve("postgres").toString())
                            .withOverride(
                                    "identity.secret-file",
                                    data.resolve("secret").toString())
                            .withOverride(
                                    "secrets.directory", data.resolve("secrets").toString());
            var config = ConfigLoader.load(request);
            Logs.setUp(config.log().format(), config.log().level(), config.profile());
            var wishes = new Demo.Wishes(
                    (data == null ? Path.of(".petty") : data).resolve("demo-account.json"),
                    noCollars ? 0 : collars,
                    Optional.ofNullable(recordings),
                    speed,
                    Optional.ofNullable(length));
            var demo = new Demo(config, wishes, System.out);
            Runtime.getRuntime().addShutdownHook(new Thread(demo::end, "demo-end"));
            return demo.run() ? 0 : LOST;
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            return BAD_CONFIGURATION;
        }
    }
}
