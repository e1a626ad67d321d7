package ai.petty.ingest;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A collar's socket as its session sees it. Whoever does not read stops being read, so that nothing gathers here, and every
 * close comes to an end, whatever the other side does. Lives on the event loop of its socket.
 */
final class UplinkSocket {
    static final short NORMAL = 1000;
    static final short GOING_AWAY = 1001;
    static final short POLICY = 1008;
    static final short TOO_BIG = 1009;
    static final short CREDENTIAL = 4401;

    private static final Logger LOG = LoggerFactory.getLogger(UplinkSocket.class);
    /** Vert.x waits for the other side's close only once its own has been written, which to a full socket it never is. */
    private static final Duration PARTING = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final Runnable cut;
    private final UplinkCodec codec;
    private final Duration pingInterval;
    private final Duration slowReader;

    private boolean held;
    private boolean slow;
    private boolean closing;
    private boolean pongSeen = true;
    private long pingTimer = -1;
    private long slowTimer = -1;
    private long partingTimer = -1;

    /**
     * @param cut ends the connection without waiting for the write queue, as {@link ServerWebSocket#close} does
     * @param pingInterval how often the other side is asked whether it is there
     * @param slowReader how long it may leave unread what was sent
     */
    UplinkSocket(
            Vertx vertx,
            ServerWebSocket socket,
            Runnable cut,
            UplinkCodec codec,
            Duration pingInterval,
            Duration slowReader) {
        this.vertx = vertx;
        this.socket = socket;
        this.cut = cut;
        this.codec = codec;
        this.pingInterval = pingInterval;
        this.slowReader = slowReader;
    }

    /** @param closed is told once, when there is no connection any more */
    void listen(Handler<Buffer> frames, Runnable closed) {
        socket.textMessageHandler(text -> hear(frames, Buffer.buffer(text)));
        socket.binaryMessageHandler(bytes -> hear(frames, bytes));
        // Pongs are written without asking us: whoever pings and does not read would fill the heap.
        socket.frameHandler(frame -> {
            if (frame.isPing()) {
                mindTheQueue();
            }
        });
        socket.pongHandler(pong -> pongSeen = true);
        socket.drainHandler(nothing -> onDrained());
        socket.endHandler(nothing -> part());
        socket.exceptionHandler(this::onException);
        socket.closeHandler(nothing -> {
            vertx.cancelTimer(pingTimer);
            vertx.cancelTimer(slowTimer);
            vertx.cancelTimer(partingTimer);
            closed.run();
        });
        pingTimer = vertx.setPeriodic(pingInterval.toMillis(), timer -> ping());
    }

    private void hear(Handler<Buffer> frames, Buffer bytes) {
        if (!closing) {
            frames.handle(bytes);
        }
    }

    private void ping() {
        if (closing || socket.isClosed()) {
            return;
        }
        if (!pongSeen) {
            close(GOING_AWAY, "no pong");
            return;
        }
        pongSeen = false;
        socket.writePing(Buffer.buffer());
    }

    private void onException(Throwable cause) {
        LOG.atDebug().setCause(cause).log("An uplink socket failed");
        switch (cause) {
            case CorruptedWebSocketFrameException frame ->
                close((short) frame.closeStatus().code(), "not a frame that is taken here");
            // Vert.x' word for a message whose fragments are too long together
            case IllegalStateException message -> close(TOO_BIG, "message too big");
            default -> part();
        }
    }

    void send(Buffer frame) {
        if (closing || socket.isClosed()) {
            return;
        }
        switch (codec) {
            case JSON -> socket.writeTextMessage(frame.toString());
            case CBOR -> socket.writeBinaryMessage(frame);
        }
        mindTheQueue();
    }

    private void mindTheQueue() {
        if (!slow && !socket.isClosed() && socket.writeQueueFull()) {
            slow = true;
            slowTimer = vertx.setTimer(slowReader.toMillis(), timer -> close(POLICY, "does not read"));
            listenOrNot();
        }
    }

    private void onDrained() {
        if (slow) {
            slow = false;
            vertx.cancelTimer(slowTimer);
            listenOrNot();
        }
    }

    /** Hears nothing until {@link #release}; what comes meanwhile waits in the socket. */
    void hold() {
        held = true;
        listenOrNot();
    }

    void release() {
        held = false;
        listenOrNot();
    }

    private void listenOrNot() {
        if (slow || (held && !closing)) {
            socket.pause();
        } else {
            socket.resume();
        }
    }

    /** Says why and goes. What is heard or said from now on is nothing. */
    void close(short code, String reason) {
        if (closing) {
            return;
        }
        closing = true;
        if (!socket.isClosed()) {
            socket.close(code, reason);
        }
        part();
        listenOrNot();
    }

    boolean isClosing() {
        return closing || socket.isClosed();
    }

    private void part() {
        if (partingTimer < 0) {
            partingTimer = vertx.setTimer(PARTING.toMillis(), timer -> cut.run());
        }
    }
}
