package ai.petty.client;

import static ai.petty.client.UplinkCounter.*;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One collar's uplink: connects, says {@code hello}, sends what it is given once it is {@code ready}, keeps every frame
 * until it is acknowledged, and comes back after whatever ends a connection. It lives on the event loop on which it was
 * made; its methods may be called from anywhere.
 */
public final class UplinkClient {
    private static final Logger LOG = LoggerFactory.getLogger(UplinkClient.class);

    private enum State {
        NEW,
        CONNECTING,
        READY,
        LEAVING, // a goodbye was heard: nothing is sent, but what flies may still be answered
        BACKING_OFF,
        DISPLACED,
        STOPPED
    }

    private final Vertx vertx;
    private final Context context;
    private final WebSocketClient sockets;
    private final UplinkOptions options;
    private final InstantSource clock;
    private final UplinkListener listener;
    private final BackOff backOff;
    private final UplinkCounts counts = new UplinkCounts();
    private final Ledger ledger;
    private final Outbox outbox;
    private final AtomicInteger unacknowledged = new AtomicInteger();
    private final Promise<Void> firstReady = Promise.promise();
    private final List<Promise<Integer>> drains = new ArrayList<>();
    private volatile State state = State.NEW;
    private @Nullable UplinkSocket socket;
    private Optional<Duration> goodbyeDelay = Optional.empty();
    private boolean connectedBefore;
    private int maxFrameBytes;
    private int maxUnacked;
    private long clockOffsetMicros;
    private long pausedUntilNanos = System.nanoTime();
    private long readyNanos;
    private long timer = -1;
    private long watchdog = -1;

    public UplinkClient(
            Vertx vertx, WebSocketClient sockets, UplinkOptions options, InstantSource clock, UplinkListener listener) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.sockets = sockets;
        this.options = options;
        this.clock = clock;
        this.listener = listener;
        this.backOff = new BackOff(options.backOff(), options.maxBackOff());
        this.ledger = new Ledger(options, listener, counts);
        this.outbox = ledger.outbox();
    }

    /** For the {@link WebSocketClient} that many uplinks share: Vert.x' own bound is 50 sockets for one server. */
    public static WebSocketClientOptions socketOptions() {
        return new WebSocketClientOptions()
                // -1 is documented as "no bound", but makes every connection wait for ever (vertx-core 5.0.8)
                .setMaxConnections(Integer.MAX_VALUE)
                .setConnectTimeout(10_000)
                .setTcpNoDelay(true);
    }

    /** Begins to connect, and does not give up; the future ends with the first {@code ready}. */
    public Future<Void> start() {
        run(() -> {
            if (state == State.NEW) {
                watchdog = vertx.setPeriodic(Math.max(1, options.answerTimeout().toMillis() / 2), _ -> watch());
                connect();
            }
        });
        return firstReady.future();
    }

    /** Hands a frame in; its fate is told to the listener. */
    public void offer(Frame frame) {
        run(() -> {
            ledger.offered(frame);
            moved();
        });
    }

    /** Waits until everything handed in was answered, or for {@code bound}; says how many frames are left. */
    public Future<Integer> drain(Duration bound) {
        var promise = Promise.<Integer>promise();
        run(() -> {
            drains.add(promise);
            vertx.setTimer(Math.max(1, bound.toMillis()), _ -> promise.tryComplete(outbox.frames()));
            moved();
        });
        return promise.future();
    }

    /** Closes the connection for good. Frames without an answer stay unanswered. */
    public Future<Void> stop() {
        var stopped = Promise.<Void>promise();
        run(() -> {
            end(State.STOPPED).onComplete(_ -> stopped.complete());
            firstReady.tryFail("stopped before it was ready");
        });
        return stopped.future();
    }

    public UplinkCounts counts() {
        return counts;
    }

    /** Frames that were handed in and not answered yet. */
    public int unacknowledged() {
        return unacknowledged.get();
    }

    public boolean isReady() {
        return state == State.READY;
    }

    private void run(Runnable action) {
        if (context.equals(Vertx.currentContext())) {
            action.run();
        } else {
            context.runOnContext(_ -> action.run());
        }
    }

    private void connect() {
        state = State.CONNECTING;
        goodbyeDelay = Optional.empty();
        timer = vertx.setTimer(options.answerTimeout().toMillis(), _ -> giveUp("no ready"));
        socket = UplinkSocket.open(sockets, options, clock, new UplinkSocket.Ears() {
            @Override
            public void heard(ServerFrame frame) {
                UplinkClient.this.heard(frame);
            }

            @Override
            public void writable() {
                pump();
            }

            @Override
            public void ended(String why) {
                comeBack(why);
            }
        });
    }

    private void heard(ServerFrame frame) {
        switch (frame) {
            case ServerFrame.Ready ready -> ready(ready);
            case ServerFrame.Ack ack -> {
                backOff.reset();
                ack.serverTime().ifPresent(this::compareClocks);
                ledger.acked(ack, clockOffsetMicros);
                moved();
            }
            case ServerFrame.Nack nack -> {
                ledger.nacked(nack);
                nack.retryAfter().ifPresent(this::pause);
                moved();
            }
            case ServerFrame.Configure(var report, var motion) -> listener.configured(report, motion);
            case ServerFrame.Goodbye goodbye -> goodbye(goodbye);
            case ServerFrame.Unknown(var type) -> LOG.debug("unknown frame type {}", type);
        }
    }

    private void ready(ServerFrame.Ready ready) {
        if (state != State.CONNECTING) {
            return;
        }
        vertx.cancelTimer(timer);
        state = State.READY;
        readyNanos = System.nanoTime();
        counts.add(RECONNECTS, connectedBefore ? 1 : 0);
        connectedBefore = true;
        maxFrameBytes = ready.maxFrameBytes();
        maxUnacked = ready.maxUnacked();
        ready.serverTime().ifPresent(this::compareClocks);
        ledger.resume(ready.resumeAfter());
        listener.configured(ready.reportInterval(), Optional.empty());
        firstReady.tryComplete();
        moved();
    }

    private void compareClocks(long serverTime) {
        clockOffsetMicros = serverTime - Wire.micros(clock.instant());
    }

    /** Something came or went: sends what may be sent, and tells those who wait for the end. */
    private void moved() {
        pump();
        if (state == State.LEAVING && outbox.inFlight() == 0) {
            giveUp("goodbye");
        }
        unacknowledged.set(outbox.frames());
        if (outbox.isEmpty() || state == State.DISPLACED || state == State.STOPPED) {
            // who waited may stop this client at once
            var waited = List.copyOf(drains);
            drains.clear();
            waited.forEach(drain -> drain.tryComplete(outbox.frames()));
        }
    }

    private void pump() {
        while (socket != null && state == State.READY && socket.isOpenForMore()) {
            var next = outbox.next(maxUnacked);
            if (next.isEmpty() || pausedUntilNanos - System.nanoTime() > 0) {
                return;
            }
            var entry = next.get();
            if (socket.send(outbox.seqFor(entry), entry.frame(), maxFrameBytes)) {
                ledger.sent(entry);
            } else {
                ledger.tooLarge(entry);
            }
        }
    }

    /** A server that is too busy for one frame is too busy for the others: nothing is sent meanwhile. */
    private void pause(Duration wait) {
        var until = System.nanoTime() + wait.toNanos();
        if (until - pausedUntilNanos > 0) {
            pausedUntilNanos = until;
            vertx.setTimer(wait.toMillis() + 1, _ -> moved());
        }
    }

    private void goodbye(ServerFrame.Goodbye goodbye) {
        if (goodbye.reason().equals("displaced")) {
            counts.add(DISPLACED, 1);
            end(State.DISPLACED);
            listener.displaced();
        } else {
            goodbyeDelay = goodbye.reconnectAfter();
            state = State.LEAVING;
            moved();
        }
    }

    private Future<Void> end(State last) {
        state = last;
        vertx.cancelTimer(timer);
        vertx.cancelTimer(watchdog);
        outbox.grounded();
        var mine = socket;
        socket = null;
        moved();
        return mine == null ? Future.succeededFuture() : mine.close();
    }

    private void watch() {
        if (outbox.unansweredSince(System.nanoTime() - options.answerTimeout().toNanos())) {
            giveUp("no answer");
        }
    }

    private void giveUp(String why) {
        if (socket != null) {
            socket.close();
            comeBack(why);
        }
    }

    private void comeBack(String why) {
        if (state == State.READY
                && System.nanoTime() - readyNanos > options.maxBackOff().toNanos()) {
            backOff.reset();
        }
        var delay = goodbyeDelay.map(Duration::toMillis).orElseGet(() -> backOff.nextMillis(why));
        LOG.debug("collar {}: connection lost ({}), again in {} ms", options.collarId(), why, delay);
        socket = null;
        outbox.grounded();
        state = State.BACKING_OFF;
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(Math.max(1, delay), _ -> connect());
    }
}
