package ai.petty.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A closed loop of keep-alive connections on one thread: each sends its next request when the last one is answered. Bare
 * NIO, pre-built requests and a minimal scanner instead of an HTTP client, because the generator shares the machine's
 * cores with the server and PostgreSQL: each microsecond it takes is taken from them.
 */
final class HttpLoad {
    private static final int READ_BYTES = 64 * 1024;
    /** Something is wrong for good: no use in going on. */
    private static final int GIVE_UP_AFTER_ERRORS = 1000;

    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final LoadPlan plan;
    private final Wire wire;
    private final StretchSignals signals;
    private final LoadMeter meter = new LoadMeter();
    private final BenchReadings readings = new BenchReadings();
    private final ByteBuffer read = ByteBuffer.allocateDirect(READ_BYTES);
    private long turn;
    private boolean sending = true;
    private int waiting;

    HttpLoad(LoadPlan plan, StretchSignals signals) {
        this.plan = plan;
        this.wire = plan.wire();
        this.signals = signals;
    }

    private final class Connection {
        private final SocketChannel channel;
        private final RequestSource requests;
        private final ResponseScanner answer = new ResponseScanner();
        private ByteBuffer unwritten = ByteBuffer.allocateDirect(0);
        private long sentAt;

        Connection(InetSocketAddress address) throws IOException {
            channel = SocketChannel.open(address);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            requests = RequestSource.of(wire, plan.batch(), "127.0.0.1:" + address.getPort(), plan.bearer());
        }

        void send(SelectionKey key) throws IOException {
            var collar = (int) (turn % plan.collars());
            var use = plan.firstUse() + (int) (turn / plan.collars());
            turn++;
            var request =
                    requests.request(readings, collar, use, BenchReadings.tickAt(System.currentTimeMillis() * 1000));
            if (unwritten.capacity() != request.length) {
                unwritten = ByteBuffer.allocateDirect(request.length);
            }
            unwritten.clear().put(request).flip();
            waiting++;
            meter.sent(plan.batch());
            sentAt = System.nanoTime();
            write(key);
        }

        void write(SelectionKey key) throws IOException {
            channel.write(unwritten);
            key.interestOps(
                    unwritten.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        void read(SelectionKey key) throws IOException {
            read.clear();
            if (channel.read(read) < 0) {
                throw new IOException("The server closed a connection after: " + answer.text());
            }
            if (!answer.take(read.flip())) {
                return;
            }
            waiting--;
            if (wire.isGood(answer, plan.batch())) {
                meter.acknowledged(plan.batch(), sentAt);
            } else {
                meter.error(answer.text());
            }
            answer.clear();
            if (sending) {
                send(key);
            }
        }
    }

    LoadResult run() throws IOException {
        var connections = new ArrayList<Connection>();
        try (var selector = Selector.open()) {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), plan.port());
            var keys = new ArrayList<SelectionKey>();
            for (var i = 0; i < plan.connections(); i++) {
                var connection = new Connection(address);
                connections.add(connection);
                keys.add(connection.channel.register(selector, SelectionKey.OP_READ, connection));
            }
            for (var i = 0; i < connections.size(); i++) {
                connections.get(i).send(keys.get(i));
            }
            var began = System.nanoTime();
            turnUntil(
                    selector,
                    () -> System.nanoTime() - began >= plan.warmUp().toNanos()
                            && (!plan.visitAll() || turn >= plan.collars()));
            signals.measuring();
            meter.begin();
            var measuredFrom = System.nanoTime();
            turnUntil(
                    selector,
                    () -> System.nanoTime() - measuredFrom >= plan.measure().toNanos());
            meter.end();
            signals.measured();
            sending = false;
            turnUntil(selector, () -> waiting == 0);
            return meter.result();
        } finally {
            closeAll(connections);
        }
    }

    private interface Condition {
        boolean holds();
    }

    private void turnUntil(Selector selector, Condition done) throws IOException {
        var lastHeard = System.nanoTime();
        var failures = new ArrayList<IOException>();
        while (!done.holds()) {
            var ready = selector.select(
                    key -> {
                        try {
                            turn(key);
                        } catch (IOException e) {
                            failures.add(e);
                        }
                    },
                    100);
            if (!failures.isEmpty()) {
                throw failures.getFirst();
            }
            if (ready > 0) {
                lastHeard = System.nanoTime();
            } else if (System.nanoTime() - lastHeard > SILENCE.toNanos()) {
                throw new IOException(
                        "The server was silent for " + SILENCE + " with " + waiting + " requests waiting");
            }
            if (meter.errors() > GIVE_UP_AFTER_ERRORS) {
                throw new IOException(
                        "Too many wrong answers, the first: " + meter.result().firstErrors());
            }
        }
    }

    private static void turn(SelectionKey key) throws IOException {
        var connection = (Connection) key.attachment();
        if (key.isWritable()) {
            connection.write(key);
        }
        if (key.isReadable()) {
            connection.read(key);
        }
    }

    private static void closeAll(List<Connection> connections) throws IOException {
        for (var connection : connections) {
            connection.channel.close();
        }
    }
}
