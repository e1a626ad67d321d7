package ai.petty.http.v2;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A viewer on a bare socket, so that it can be as slow as it likes. */
public final class LiveClient implements AutoCloseable {
    private static final int PATIENCE_MS = 30_000;
    private static final int SMALL_WINDOW = 4_096;
    private static final String HANDSHAKE = """
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            """;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final boolean webSocket;
    private int status;
    private long bytes;

    /** What came: the type, the id and the JSON of an event; {@code ping} and {@code end} have nothing else. */
    public record Event(String type, String id, String data) {}

    private LiveClient(int port, String target, boolean webSocket, String... headers) throws IOException {
        this.webSocket = webSocket;
        socket.setReceiveBufferSize(SMALL_WINDOW);
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        var head = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        if (webSocket) {
            head.append(HANDSHAKE);
        }
        socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.UTF_8));
        in = new DataInputStream(new BufferedInputStream(new Counting(socket.getInputStream())));
    }

    public static LiveClient events(int port, String target, String... headers) throws IOException {
        return new LiveClient(port, target, false, headers);
    }

    public static LiveClient webSocket(int port, String target, String... headers) throws IOException {
        return new LiveClient(port, target, true, headers);
    }

    private final class Counting extends InputStream {
        private final InputStream from;

        Counting(InputStream from) {
            this.from = from;
        }

        @Override
        public int read() throws IOException {
            var one = from.read();
            bytes += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            var some = from.read(into, offset, length);
            bytes += Math.max(some, 0);
            return some;
        }
    }

    /** Everything that has come over the wire. */
    long bytes() {
        return bytes;
    }

    /** The status of the answer; reads its head. */
    public int status() throws IOException {
        if (status == 0) {
            status = Integer.parseInt(line().split(" ", 3)[1]);
            while (!line().isEmpty()) {
                // the other headers
            }
        }
        return status;
    }

    /** The next thing that is not a heartbeat. */
    public Event next() throws IOException {
        Event event;
        do {
            event = any();
        } while (event.type().equals("ping"));
        return event;
    }

    List<Event> next(int count) throws IOException {
        var events = new ArrayList<Event>();
        for (var i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    /** The next thing, heartbeats included. */
    Event any() throws IOException {
        status();
        return webSocket ? frame() : event();
    }

    private Event event() throws IOException {
        var type = "";
        var id = "";
        var data = "";
        while (true) {
            var line = line();
            if (line.equals("0")) {
                return new Event("end", "", "");
            } else if (line.startsWith(":")) {
                return new Event("ping", "", "");
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.isEmpty() && !type.isEmpty()) {
                return new Event(type, id, data);
            }
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var one = in.readUnsignedByte(); one != '\n'; one = in.readUnsignedByte()) {
            line.append((char) one);
        }
        return line.toString().strip();
    }

    private Event frame() throws IOException {
        var opcode = in.readUnsignedByte() & 0x0f;
        var length = in.readUnsignedByte();
        var payload = new byte[length < 126 ? length : in.readUnsignedShort()];
        in.readFully(payload);
        var text = new String(payload, StandardCharsets.UTF_8);
        return switch (opcode) {
            case TEXT -> {
                var json = new JsonObject(text);
                var type = json.getString("type");
                yield json.containsKey(type) && !type.equals("reading")
                        ? new Event(type, "", json.getJsonObject(type).encode())
                        : new Event(
                                type,
                                json.getString("id"),
                                json.getJsonObject("reading").encode());
            }
            case PING -> new Event("ping", "", "");
            case CLOSE ->
                new Event("close", Integer.toString(ByteBuffer.wrap(payload).getShort()), text);
            default -> throw new IllegalStateException("opcode " + opcode);
        };
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
