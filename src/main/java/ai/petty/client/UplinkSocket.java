package ai.petty.client;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of an uplink, from the handshake to its end. After its end nothing is heard of it any more. */
final class UplinkSocket {
    private static final Logger LOG = LoggerFactory.getLogger(UplinkSocket.class);
    private static final String PATH = "/v2/collars/uplink";

    private final UplinkOptions options;
    private final InstantSource clock;
    private final FrameCodec codec;
    private final Ears ears;
    private final ClientWebSocket socket;
    private boolean connected;
    private boolean over;

    /** Hears the connection, on the event loop that opened it. */
    interface Ears {
        void heard(ServerFrame frame);

        void writable();

        /** Told once, unless {@link UplinkSocket#close} came first. */
        void ended(String why);
    }

    private UplinkSocket(UplinkOptions options, InstantSource clock, ClientWebSocket socket, Ears ears) {
        this.options = options;
        this.clock = clock;
        this.codec = new FrameCodec(options.protocol());
        this.socket = socket;
        this.ears = ears;
    }

    /** Connects and says hello. */
    static UplinkSocket open(WebSocketClient sockets, UplinkOptions options, InstantSource clock, Ears ears) {
        var opened = new UplinkSocket(options, clock, sockets.webSocket(), ears);
        opened.connect();
        return opened;
    }

    private void connect() {
        // attached before the handshake, so that no early message is lost
        socket.textMessageHandler(text -> heard(text.getBytes(StandardCharsets.UTF_8)));
        socket.binaryMessageHandler(buffer -> heard(buffer.getBytes()));
        socket.closeHandler(_ -> end("closed with " + socket.closeStatusCode()));
        socket.exceptionHandler(e -> LOG.debug("uplink of {}: {}", options.collarId(), e.toString()));
        socket.drainHandler(_ -> {
            if (!over) {
                ears.writable();
            }
        });
        var to = new WebSocketConnectOptions()
                .setHost(options.endpoint().host())
                .setPort(options.endpoint().port())
                .setSsl(options.endpoint().tls())
                .setURI(PATH)
                .setTimeout(options.answerTimeout().toMillis())
                .addSubProtocol(options.protocol().subprotocol());
        socket.connect(to).onComplete(_ -> greet(), e -> end(e.toString()));
    }

    private void greet() {
        connected = true;
        if (socket.isClosed()) {
            return; // the close handler is about to be told
        }
        if (over) {
            socket.close();
        } else if (options.protocol().subprotocol().equals(socket.subProtocol())) {
            write(codec.hello(options.collarId(), options.credential(), options.firmware(), now()));
        } else {
            socket.close();
            end("the server does not speak " + options.protocol().subprotocol());
        }
    }

    private void heard(byte[] bytes) {
        if (over) {
            return;
        }
        try {
            ears.heard(codec.decode(bytes));
        } catch (FrameCodec.Unreadable e) {
            socket.close();
            end(e.toString());
        }
    }

    /** Sends a frame, unless it is larger than that: then says false. */
    boolean send(long seq, Frame frame, int maxFrameBytes) {
        var bytes = codec.encode(seq, frame, now());
        if (bytes.length > maxFrameBytes) {
            return false;
        }
        write(bytes);
        return true;
    }

    /** What cannot be written ends the connection, and that is heard by the close handler. */
    private void write(byte[] bytes) {
        switch (options.protocol()) {
            case JSON -> socket.writeTextMessage(new String(bytes, StandardCharsets.UTF_8));
            case CBOR -> socket.writeBinaryMessage(Buffer.buffer(bytes));
        }
    }

    /** Whether it can take a frame now; a socket that is closing cannot, and says so before its close handler is told. */
    boolean isOpenForMore() {
        return connected && !socket.isClosed() && !socket.writeQueueFull();
    }

    /** Closes it, also while it still connects: then as soon as it has. */
    Future<Void> close() {
        over = true;
        // a ClientWebSocket throws when it is closed before its handshake is done
        return connected ? socket.close() : Future.succeededFuture();
    }

    private void end(String why) {
        if (!over) {
            over = true;
            ears.ended(why);
        }
    }

    private long now() {
        return Wire.micros(clock.instant());
    }
}
