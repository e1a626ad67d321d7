package ai.petty.live;

import ai.petty.history.Watched;
import ai.petty.ingest.CommitListener.Stored;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Everybody who watches one pet, and the newest reading that they have been offered. */
final class PetWatch {
    private final UUID petId;
    private final Set<LiveSession> sessions = new HashSet<>();
    private final Set<Long> pairings = new HashSet<>();
    private ReadingId newest = ReadingId.NONE;

    PetWatch(UUID petId) {
        this.petId = petId;
    }

    synchronized void add(LiveSession session) {
        sessions.add(session);
    }

    /** @return whether nobody watches any more */
    synchronized boolean remove(LiveSession session) {
        sessions.remove(session);
        return sessions.isEmpty();
    }

    /** Its pairings that are known to the feed; changed by the feed only while it holds this watch's entry. */
    Set<Long> pairings() {
        return pairings;
    }

    /**
     * A viewer starts with this reading: what is newer must be offered, even if others have had it already. Viewers leave
     * out what they have been shown.
     */
    synchronized void startAt(ReadingId id) {
        if (newest.equals(ReadingId.NONE) || newest.isAfter(id)) {
            newest = id;
        }
    }

    /** @param now microseconds since 1970 UTC; what is ahead of it is found by a later question */
    synchronized void offer(Stored stored, long now) {
        var id = ReadingId.of(stored.reading());
        if (id.t() <= now && id.isAfter(newest)) {
            newest = id;
            sessions.forEach(session -> session.offer(stored));
        }
    }

    synchronized void offer(News news) {
        sessions.forEach(session -> session.offer(news));
    }

    synchronized Watched known() {
        return new Watched(petId, newest.t(), newest.n());
    }
}
