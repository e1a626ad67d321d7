package ai.petty.notifications.webhook;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the names of hosts mean. */
@FunctionalInterface
public interface HostNames {
    int LOOK_UPS_AT_ONCE = 8;

    /** @return at least one address; fails when the name means none, or nobody says in time */
    Future<List<InetAddress>> addresses(String host);

    /** As the machine is told, by threads of their own: the machine's way to ask blocks. */
    static HostNames ofTheMachine(Vertx vertx, Duration timeout) {
        var workers = vertx.createSharedWorkerExecutor("petty-host-names", LOOK_UPS_AT_ONCE);
        return host -> workers.executeBlocking(() -> look(host), false)
                .map(found -> requireNonNull(found))
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static List<InetAddress> look(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }
}
