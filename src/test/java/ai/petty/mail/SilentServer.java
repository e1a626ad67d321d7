package ai.petty.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes connections, as a mail server does, and never says a word. */
final class SilentServer implements AutoCloseable {
    private final ServerSocket socket;
    private final List<Socket> taken = new CopyOnWriteArrayList<>();

    SilentServer() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::take);
    }

    private void take() {
        try {
            while (true) {
                taken.add(socket.accept());
            }
        } catch (IOException e) {
            // closed
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    int connections() {
        return taken.size();
    }

    /** Ends it, and frees its port. */
    void end() {
        try {
            socket.close();
            for (var each : taken) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        end();
    }
}
