package ai.petty.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * What one collar has not seen acknowledged yet: numbered frames (sent at least once) and those that wait for their
 * first sending. Plain and single-threaded.
 *
 * <p>It is bounded as a collar's flash is: a ring. When it is full the oldest frame that was never sent is overwritten,
 * because the newest position of a lost dog is worth more than the oldest of a walk. A frame that was sent is never
 * overwritten: it may be committed already, and its answer is about to come.
 */
final class Outbox {
    private final int maxFrames;
    private final long maxBytes;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private final SequencedMap<Long, Entry> seqToSent = new TreeMap<>();
    private long lastSeq;
    private long bytes;
    private int inFlight;

    Outbox(int maxFrames, long maxBytes) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
    }

    /** One frame on its way. */
    static final class Entry {
        private final Frame frame;
        private final boolean restamped;
        private long seq;
        private long sentNanos;
        private boolean flying;
        private boolean nacked;
        private boolean sentBefore;

        private Entry(Frame frame, boolean restamped) {
            this.frame = frame;
            this.restamped = restamped;
        }

        Frame frame() {
            return frame;
        }

        /** Its times were put right by the server's clock; they are not put right twice. */
        boolean restamped() {
            return restamped;
        }

        long seq() {
            return seq;
        }

        boolean sentBefore() {
            return sentBefore;
        }
    }

    /** Keeps a frame; gives back what had to go for it (perhaps the frame itself, when all else was sent). */
    List<Frame> offer(Frame frame, boolean restamped) {
        var dropped = new ArrayList<Frame>();
        while (frames() >= maxFrames || bytes + frame.bytesHeld() > maxBytes) {
            var oldest = waiting.pollFirst();
            if (oldest == null) {
                dropped.add(frame);
                return dropped;
            }
            bytes -= oldest.frame.bytesHeld();
            dropped.add(oldest.frame);
        }
        bytes += frame.bytesHeld();
        waiting.addLast(new Entry(frame, restamped));
        return dropped;
    }

    /** The next frame to send, lowest number first, then the oldest that has none; empty while {@code maxUnacked} fly. */
    Optional<Entry> next(int maxUnacked) {
        if (inFlight >= maxUnacked) {
            return Optional.empty();
        }
        if (inFlight < seqToSent.size()) {
            for (var entry : seqToSent.values()) {
                if (!entry.flying) {
                    return Optional.of(entry);
                }
            }
        }
        return Optional.ofNullable(waiting.peekFirst());
    }

    /** The number under which {@code next} goes: its own, or the next free one. */
    long seqFor(Entry entry) {
        return entry.seq == 0 ? lastSeq + 1 : entry.seq;
    }

    void sent(Entry entry, long nowNanos) {
        if (entry.seq == 0) {
            waiting.removeFirst();
            lastSeq++;
            entry.seq = lastSeq;
            seqToSent.put(entry.seq, entry);
        }
        entry.sentBefore = true;
        entry.flying = true;
        entry.sentNanos = nowNanos;
        inFlight++;
    }

    /** Puts parts in the place of a frame that is too large as it is. */
    void replace(Entry entry, List<Frame> parts) {
        take(entry);
        for (var i = parts.size() - 1; i >= 0; i--) {
            waiting.addFirst(new Entry(parts.get(i), entry.restamped));
            bytes += parts.get(i).bytesHeld();
        }
    }

    /** Takes a frame out for good. */
    void take(Entry entry) {
        if (entry.seq == 0) {
            waiting.remove(entry);
        } else {
            seqToSent.remove(entry.seq);
            inFlight -= entry.flying ? 1 : 0;
        }
        bytes -= entry.frame.bytesHeld();
    }

    Optional<Entry> bySeq(long seq) {
        return Optional.ofNullable(seqToSent.get(seq));
    }

    /** Not taken now: it keeps its number and goes again. */
    void nackedForNow(Entry entry) {
        inFlight -= entry.flying ? 1 : 0;
        entry.flying = false;
        entry.nacked = true;
    }

    /** The connection is gone: whatever flew is in doubt. */
    void grounded() {
        seqToSent.values().forEach(entry -> entry.flying = false);
        inFlight = 0;
    }

    /**
     * A new connection says what it knows to be committed; gives back what is done by that.
     *
     * <p>A frame that was ever nacked is never believed committed by a later number. And a number beyond this collar's own
     * counter was given in another life of it (a restart, a second device): then it says nothing about the frames of this
     * one, which are numbered anew; a reading's identity does not depend on its frame, so that is safe.
     */
    List<Entry> resume(long resumeAfter) {
        grounded();
        if (resumeAfter > lastSeq) {
            var again = new ArrayList<Entry>(seqToSent.values());
            seqToSent.clear();
            for (var entry : again.reversed()) {
                entry.seq = 0;
                waiting.addFirst(entry);
            }
            lastSeq = resumeAfter;
            return List.of();
        }
        var committed = seqToSent.values().stream()
                .filter(entry -> entry.seq <= resumeAfter && !entry.nacked)
                .toList();
        committed.forEach(this::take);
        return committed;
    }

    /** Whether some frame has been in flight since before that moment of {@link System#nanoTime}. */
    boolean unansweredSince(long nanos) {
        return inFlight > 0
                && seqToSent.values().stream().anyMatch(entry -> entry.flying && entry.sentNanos - nanos < 0);
    }

    /** Frames sent and not answered. */
    int inFlight() {
        return inFlight;
    }

    int frames() {
        return waiting.size() + seqToSent.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && seqToSent.isEmpty();
    }
}
