package ai.petty.bench;

import java.io.IOException;
import java.io.PrintWriter;

/** How a server of the bench lives in its own process: it says where it listens and ends when its parent is gone. */
final class ServingChild {
    static final String READY = "READY ";

    private ServingChild() {}

    /** Blocks until standard input ends, which it does however the parent dies. */
    static void serveUntilParentEnds(PrintWriter out, int port) throws IOException {
        out.println(READY + port);
        out.flush();
        var input = System.in;
        while (input.read() >= 0) {
            // nobody writes here; only the end counts
        }
    }
}
