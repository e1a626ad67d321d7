package ai.petty.notifications.webhook;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What the names of hosts mean. */
@FunctionalInterface
public interface HostNames {
    int LOOK_UPS_AT_ONCE = 8;

    /** So many more may wait for their turn; whoever would come behind them is told at once that there is none. */
    int MOST_WAITING = 32;

    /**
     * @return at least one address; fails when the name means none, or nobody says in time, and with {@link Busy} when it was not
     *     asked
     */
    Future<List<InetAddress>> addresses(String host);

    /** The way to ask what a name means; it may block. */
    @FunctionalInterface
    interface LookUp {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /** Others ask for so many names that this one was not looked up: which says nothing of it. */
    final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Busy() {
            super("too many names are being looked up", null, false, false);
        }
    }

    /** As the machine is told, by threads of their own: the machine's way to ask blocks. */
    static HostNames ofTheMachine(Vertx vertx, Duration timeout) {
        return of(vertx, timeout, InetAddress::getAllByName);
    }

    static HostNames of(Vertx vertx, Duration timeout, LookUp lookUp) {
        var workers = vertx.createSharedWorkerExecutor("petty-host-names", LOOK_UPS_AT_ONCE);
        var inside = new AtomicInteger();
        return host -> {
            if (inside.incrementAndGet() > LOOK_UPS_AT_ONCE + MOST_WAITING) {
                inside.decrementAndGet();
                return Future.failedFuture(new Busy());
            }
            var turn = new AtomicReference<>(Turn.WAITING);
            return ask(workers, lookUp, host, turn)
                    .onComplete(asked -> inside.decrementAndGet())
                    .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .recover(cause -> cause instanceof TimeoutException && turn.compareAndSet(Turn.WAITING, Turn.OVER)
                            ? Future.failedFuture(new Busy())
                            : Future.failedFuture(cause));
        };
    }

    /** How far a look-up has come. */
    enum Turn {
        WAITING,
        ASKED,
        /** Nobody waits for it any more. */
        OVER
    }

    private static Future<List<InetAddress>> ask(
            WorkerExecutor workers, LookUp lookUp, String host, AtomicReference<Turn> turn) {
        return workers.executeBlocking(
                        () -> {
                            if (!turn.compareAndSet(Turn.WAITING, Turn.ASKED)) {
                                throw new Busy();
                            }
                            return List.of(lookUp.of(host));
                        },
                        false)
                .map(found -> requireNonNull(found));
    }
}
