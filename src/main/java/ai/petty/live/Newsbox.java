package ai.petty.live;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands news from the threads that hear of them to the one that shows them, each once: whoever asks for news overlaps its questions. Full,
 * it forgets the oldest, and that it has ever heard of them: it takes them when the next question brings them again.
 */
final class Newsbox {
    private static final int CAPACITY = 256;
    private static final int REMEMBERED = 4 * CAPACITY;

    /** What tells one thing that was heard of from another. */
    private record Heard(String event, long changedAt, int body) {
        static Heard of(News news) {
            return new Heard(
                    news.event(), news.changedAt(), news.body().encode().hashCode());
        }
    }

    private final ArrayDeque<News> waiting = new ArrayDeque<>();
    private final Map<Heard, Boolean> heard = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Heard, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    private boolean announced;

    /** @return whether the receiver must be called, because nobody has called it since it last found nothing */
    synchronized boolean put(News news) {
        if (heard.put(Heard.of(news), true) != null) {
            return false;
        }
        if (waiting.size() == CAPACITY) {
            heard.remove(Heard.of(waiting.removeFirst()));
        }
        waiting.addLast(news);
        var first = !announced;
        announced = true;
        return first;
    }

    /** The oldest that waits; null when nothing does. */
    synchronized @Nullable News poll() {
        var next = waiting.pollFirst();
        announced = next != null;
        return next;
    }
}
