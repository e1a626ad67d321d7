package ai.petty.bench;

import ai.petty.bench.GroupColumns.Waiting;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.PreparedStatement;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The bare group commit: a streaming decoder, one {@code unnest} insert a group, two groups in flight, the answer after the
 * commit; no authentication, no routing, no limits. What Petty adds around this shape is what the ratio to it shows.
 */
@Command(name = "group-commit", hidden = true, description = "The bare group commit of the bench.")
final class GroupCommitServer implements Callable<Integer> {
    private static final String INSERT = """
            insert into reading (pairing_id, t, received_at, n, lat_e6, lon_e6, hr, br, accuracy_m, temperature_c,
                                 battery_pct, activity)
            select r.pairing_id, timestamptz 'epoch' + r.t * interval '1 microsecond', now(), r.n, r.lat_e6, r.lon_e6,
                   r.hr, r.br, r.accuracy_m, r.temperature_c, r.battery_pct, r.activity
              from unnest($1::bigint[], $2::bigint[], $3::integer[], $4::integer[], $5::integer[], $6::real[],
                          $7::real[], $8::real[], $9::real[], $10::real[], $11::smallint[])
                   as r (pairing_id, t, n, lat_e6, lon_e6, hr, br, accuracy_m, temperature_c, battery_pct, activity)
                on conflict do nothing""";

    @Option(names = "--database-port", required = true)
    private int databasePort;

    @Option(names = "--database", required = true)
    private String database = "";

    @Option(names = "--event-loops", defaultValue = "1")
    private int eventLoops;

    @Option(names = "--slots", defaultValue = "2")
    private int slots;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private static final class Door extends VerticleBase {
        private final PgConnectOptions address;
        private final int slots;
        private final AtomicInteger port;
        private final CharSequence json = HttpHeaders.createOptimized("application/json");
        private final Deque<PreparedStatement> idle = new ArrayDeque<>();
        private GroupColumns gathering = new GroupColumns();
        private boolean flushPlanned;

        Door(PgConnectOptions address, int slots, AtomicInteger port) {
            this.address = address;
            this.slots = slots;
            this.port = port;
        }

        @Override
        public Future<?> start() {
            List<Future<?>> ready = new ArrayList<>();
            for (var i = 0; i < slots; i++) {
                ready.add(PgConnection.connect(vertx, address)
                        .compose(connection -> connection.prepare(INSERT))
                        .onSuccess(idle::add));
            }
            return Future.all(ready)
                    .compose(all -> vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                            .requestHandler(request -> request.body().onSuccess(body -> take(request, body)))
                            .listen(-1))
                    .onSuccess(server -> port.set(server.actualPort()));
        }

        private void take(HttpServerRequest request, Buffer body) {
            try {
                var serial = Optional.ofNullable(request.getHeader("X-Collar-Id"))
                        .orElseThrow(() -> new IOException("no collar"));
                gathering.decode(body, serial, request.response());
            } catch (IOException e) {
                request.response().setStatusCode(400).end();
                return;
            }
            // What arrived in the same turn of the loop goes in the same group.
            if (!flushPlanned) {
                flushPlanned = true;
                context.runOnContext(nothing -> flush());
            }
        }

        private void flush() {
            flushPlanned = false;
            if (gathering.isEmpty() || idle.isEmpty()) {
                return;
            }
            var group = gathering;
            gathering = new GroupColumns();
            var statement = idle.remove();
            statement.query().execute(group.toTuple()).onComplete(done -> {
                idle.add(statement);
                flush();
                group.waiting().forEach(waiting -> answer(waiting, done.succeeded()));
            });
        }

        private void answer(Waiting waiting, boolean committed) {
            if (committed) {
                waiting.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, json)
                        .end("{\"accepted\":" + waiting.count() + "}");
            } else {
                waiting.response().setStatusCode(503).end();
            }
        }
    }

    @Override
    public Integer call() throws Exception {
        var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        var address = new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(databasePort)
                .setDatabase(database)
                .setUser("postgres");
        var port = new AtomicInteger();
        vertx.deployVerticle(() -> new Door(address, slots, port), new DeploymentOptions().setInstances(eventLoops))
                .await();
        ServingChild.serveUntilParentEnds(spec.commandLine().getOut(), port.get());
        vertx.close().await();
        return 0;
    }
}
