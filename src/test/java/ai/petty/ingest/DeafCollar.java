package ai.petty.ingest;

import ai.petty.PettyTestServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A collar that talks and never reads: not an answer, not even the handshake's. */
final class DeafCollar implements AutoCloseable {
    private static final int FINAL = 0x80;
    private static final int TEXT = 1;
    private static final int PING = 9;

    private static final String HANDSHAKE = """
            GET /v2/collars/uplink HTTP/1.1
            Host: a
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Protocol: petty.v2

            """;

    private final SocketChannel channel;

    private DeafCollar(SocketChannel channel) {
        this.channel = channel;
    }

    static DeafCollar of(PettyTestServer server, String serial) {
        try {
            var channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            channel.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), server.baseUri().getPort()));
            var collar = new DeafCollar(channel);
            collar.send(ByteBuffer.wrap(HANDSHAKE.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII)));
            // Only now, as a frame sent along with the handshake is not a WebSocket's frame yet.
            collar.readOneByte();
            collar.text(JsonObject.of("type", "hello", "collar_id", serial, "credential", server.secret())
                    .encode());
            channel.configureBlocking(false);
            return collar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readOneByte() throws IOException {
        channel.read(ByteBuffer.allocate(1));
    }

    /** @return bytes that went out: 0 when the server takes no more */
    int text(String text) {
        return send(frame(TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    int pings(int count) {
        var one = frame(PING, new byte[100]);
        var many = ByteBuffer.allocate(one.remaining() * count);
        for (var i = 0; i < count; i++) {
            many.put(one.duplicate());
        }
        return send(many.flip());
    }

    /** Whether the server has ended the connection, as a write shows: a read would be hearing. */
    boolean isCut() {
        try {
            channel.write(frame(PING, new byte[0]));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Whole or not at all, so that the next frame begins where it should; once it is stuck it stays so. */
    private int send(ByteBuffer bytes) {
        try {
            var sent = channel.write(bytes);
            for (var idle = 0; bytes.hasRemaining() && idle < 200; ) {
                var more = channel.write(bytes);
                sent += more;
                idle = more == 0 ? idle + 1 : 0;
                if (more == 0) {
                    Thread.onSpinWait();
                }
            }
            return bytes.hasRemaining() ? 0 : sent;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Masked with zeros, which is a mask as good as any other for a test. */
    private static ByteBuffer frame(int opcode, byte[] payload) {
        var frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) (FINAL | opcode));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        return frame.putInt(0).put(payload).flip();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
