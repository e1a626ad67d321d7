package ai.petty.inference;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which pairing is next in this process: who has waited longest, and nobody again right after their turn. Knows nothing but ids; what it
 * forgets is found again by its mark.
 */
final class Turns {
    private final long restNanos;
    private final LongSupplier nanos;
    /** Since when each waits, the first first. */
    private final LinkedHashMap<Long, Long> waiting = new LinkedHashMap<>();
    /** Since when each had news whose turn it is. */
    private final Map<Long, Long> underWay = new HashMap<>();
    /** Of those whose turn it is, since when there are news that came meanwhile. */
    private final Map<Long, Long> cameMeanwhile = new HashMap<>();
    /** Until when each rests, the first first. */
    private final LinkedHashMap<Long, Long> resting = new LinkedHashMap<>();

    Turns(Duration rest, LongSupplier nanos) {
        this.restNanos = rest.toNanos();
        this.nanos = nanos;
    }

    /** There are news of this one. */
    void add(long pairingId) {
        var now = nanos.getAsLong();
        if (underWay.containsKey(pairingId) || resting.containsKey(pairingId)) {
            cameMeanwhile.putIfAbsent(pairingId, now);
        } else {
            waiting.putIfAbsent(pairingId, now);
        }
    }

    /** As {@link #add}, and somebody waits for it: it rests no longer. */
    void hurry(long pairingId) {
        resting.remove(pairingId);
        add(pairingId);
        var since = cameMeanwhile.get(pairingId);
        if (since != null && !underWay.containsKey(pairingId)) {
            cameMeanwhile.remove(pairingId);
            waiting.putIfAbsent(pairingId, since);
        }
    }

    /** Takes the next ones. */
    List<Long> take(int most) {
        wake();
        var taken = new ArrayList<Long>();
        var next = waiting.entrySet().iterator();
        while (next.hasNext() && taken.size() < most) {
            var one = next.next();
            taken.add(one.getKey());
            underWay.put(one.getKey(), one.getValue());
            next.remove();
        }
        return taken;
    }

    private void wake() {
        var now = nanos.getAsLong();
        var next = resting.entrySet().iterator();
        while (next.hasNext()) {
            var one = next.next();
            if (one.getValue() - now > 0) {
                return;
            }
            next.remove();
            var since = cameMeanwhile.remove(one.getKey());
            if (since != null) {
                waiting.putIfAbsent(one.getKey(), since);
            }
        }
    }

    /** How long ago one whose turn it is had its news. */
    long waitedNanos(long pairingId) {
        var since = underWay.get(pairingId);
        return since == null ? 0 : nanos.getAsLong() - since;
    }

    /** Its turn is over; it rests for a while. */
    void done(long pairingId) {
        underWay.remove(pairingId);
        resting.put(pairingId, nanos.getAsLong() + restNanos);
    }

    /** It did not come to its turn, or has not had enough of it: it waits again, behind those who wait already. */
    void again(long pairingId) {
        var since = underWay.remove(pairingId);
        cameMeanwhile.remove(pairingId);
        waiting.putIfAbsent(pairingId, since == null ? nanos.getAsLong() : since);
    }

    /** There is nothing to be done for it here, or somebody else does it. */
    void drop(long pairingId) {
        underWay.remove(pairingId);
        cameMeanwhile.remove(pairingId);
    }

    boolean isWaiting() {
        wake();
        return !waiting.isEmpty();
    }

    int size() {
        return waiting.size() + underWay.size();
    }

    /** How long the one has had news that has waited longest, seconds; those who rest wait on purpose. */
    double lagSeconds() {
        var now = nanos.getAsLong();
        var oldest = now;
        for (var since : waiting.values()) {
            oldest = Math.min(oldest, since);
        }
        for (var since : underWay.values()) {
            oldest = Math.min(oldest, since);
        }
        return (now - oldest) / 1e9;
    }
}
