package ai.petty.ingest;

import java.util.TreeSet;

/**
 * Up to which frame everything of a collar is settled: committed, or refused for good. A frame that was told to come back
 * is owed until it does, and holds the mark below it.
 */
final class UplinkProgress {
    private static final int MOST_OWED = 1_024;

    private final TreeSet<Long> owed = new TreeSet<>();
    private long highestSettled;
    private long highestSeen;

    UplinkProgress(long committedThrough) {
        this.highestSettled = committedThrough;
        this.highestSeen = committedThrough;
    }

    /**
     * A frame has come. What lies between it and the last one was told to come back on an earlier connection, and is owed
     * too; a gap wider than that can be is a collar that counts anew.
     */
    void owe(long seq) {
        if (seq > highestSeen && seq - highestSeen <= MOST_OWED / 2) {
            for (var missing = highestSeen + 1; missing < seq; missing++) {
                owed.add(missing);
            }
        }
        highestSeen = Math.max(highestSeen, seq);
        owed.add(seq);
    }

    /** A frame that can never be used needs no resending; its number is believed only where the next one was due. */
    void skip(long seq) {
        if (seq <= highestSeen + 1) {
            highestSeen = Math.max(highestSeen, seq);
            settle(seq);
        }
    }

    /** A frame has its final answer. */
    void settle(long seq) {
        owed.remove(seq);
        highestSettled = Math.max(highestSettled, seq);
    }

    /** Every frame up to this one needs no resending. */
    long committedThrough() {
        return owed.isEmpty() ? highestSettled : Math.min(highestSettled, owed.getFirst() - 1);
    }

    boolean owesTooMuch() {
        return owed.size() > MOST_OWED;
    }
}
