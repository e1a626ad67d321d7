package ai.petty.live;

import ai.petty.ingest.CommitListener.Stored;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Hands readings from the threads that store them to the one that shows them. Full, it forgets the oldest. */
final class Mailbox {
    private static final int CAPACITY = 64;

    private final ArrayDeque<Stored> waiting = new ArrayDeque<>();
    private boolean announced;

    /** @return whether the receiver must be called, because nobody has called it since it last took */
    synchronized boolean put(Stored stored) {
        if (waiting.size() == CAPACITY) {
            waiting.removeFirst();
        }
        waiting.addLast(stored);
        var first = !announced;
        announced = true;
        return first;
    }

    synchronized List<Stored> take() {
        announced = false;
        var taken = new ArrayList<>(waiting);
        waiting.clear();
        return taken;
    }
}
