package ai.petty.app;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** What is to be closed at the end, the last thing opened first. */
final class Stops {
    private final Deque<Supplier<Future<Void>>> steps = new ArrayDeque<>();

    void push(Supplier<Future<Void>> step) {
        steps.push(step);
    }

    /** One after the other; what fails does not keep the rest open. */
    Future<Void> now() {
        var next = steps.poll();
        return next == null
                ? Future.succeededFuture()
                : next.get().otherwiseEmpty().compose(nothing -> now());
    }
}
