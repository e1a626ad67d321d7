package ai.petty;

import ai.petty.app.PettyServer;
import ai.petty.config.ConfigException;
import ai.petty.config.ConfigLoader;
import ai.petty.observability.Logs;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code petty serve}: the server, until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Run the server: on PostgreSQL by URL when configured, else on the embedded one.")
final class ServeCommand implements Callable<Integer> {
    private static final int BAD_CONFIGURATION = 2;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            var config = ConfigLoader.load(options.request(ConfigLoader.environment()));
            Logs.setUp(config.log().format(), config.log().level(), config.profile());
            var server = PettyServer.start(config);
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "shutdown"));
            System.err.println("READY http://" + config.http().host() + ":" + server.port() + " management port "
                    + server.managementPort());
            new CountDownLatch(1).await();
            return 0;
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            return BAD_CONFIGURATION;
        }
    }
}
