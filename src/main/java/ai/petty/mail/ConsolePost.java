package ai.petty.mail;

import io.vertx.core.Future;
import java.io.PrintStream;

/** Prints letters, for the demo. */
final class ConsolePost implements Post {
    private final PrintStream out;

    ConsolePost(PrintStream out) {
        this.out = out;
    }

    @Override
    public Future<Void> send(Letter letter, String messageId) {
        var text = "---- mail to " + letter.to() + ": " + letter.subject() + "\n" + letter.body() + "----";
        out.println(text);
        return Future.succeededFuture();
    }
}
