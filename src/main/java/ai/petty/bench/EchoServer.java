package ai.petty.bench;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The ceiling of the server: parses a JSON object and writes it back, and does nothing else. */
@Command(name = "echo", hidden = true, description = "The bare JSON echo of the bench.")
final class EchoServer implements Callable<Integer> {
    @Option(names = "--event-loops", defaultValue = "0")
    private int eventLoops;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private static final class Echo extends VerticleBase {
        private final AtomicInteger port;

        Echo(AtomicInteger port) {
            this.port = port;
        }

        @Override
        public Future<?> start() {
            var json = HttpHeaders.createOptimized("application/json");
            return vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                    .requestHandler(request -> request.body()
                            .onSuccess(body -> request.response()
                                    .putHeader(HttpHeaders.CONTENT_TYPE, json)
                                    .end(body.toJsonObject().toBuffer()))
                            .onFailure(failure ->
                                    request.response().setStatusCode(500).end()))
                    // a negative port: all instances share one that is free
                    .listen(-1)
                    .onSuccess(server -> port.set(server.actualPort()));
        }
    }

    @Override
    public Integer call() throws Exception {
        var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        var loops = eventLoops > 0 ? eventLoops : Runtime.getRuntime().availableProcessors();
        var port = new AtomicInteger();
        vertx.deployVerticle(() -> new Echo(port), new DeploymentOptions().setInstances(loops))
                .await();
        ServingChild.serveUntilParentEnds(spec.commandLine().getOut(), port.get());
        vertx.close().await();
        return 0;
    }
}
