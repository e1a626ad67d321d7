package ai.petty.app;

import ai.petty.client.CollarReading;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Which readings the demo's collars were told are stored. Kept only in a run that ends: it grows with every reading. */
final class Acknowledged implements BiConsumer<String, List<CollarReading>> {
    private final boolean kept;
    private final Set<Key> keys = ConcurrentHashMap.newKeySet();

    /** @param t microseconds since 1970 UTC */
    record Key(String serial, long t, int n) {}

    Acknowledged(boolean kept) {
        this.kept = kept;
    }

    boolean isKept() {
        return kept;
    }

    Set<Key> keys() {
        return keys;
    }

    @Override
    public void accept(String serial, List<CollarReading> readings) {
        if (kept) {
            readings.forEach(reading -> keys.add(new Key(serial, reading.t(), reading.n())));
        }
    }
}
