package ai.petty.ingest;

import java.util.List;

/** Is told what has just been committed, on the writer's event loop: it must be quick and must not block. */
@FunctionalInterface
public interface CommitListener {
    /** @param stored what is new in the database; duplicates and conflicts are not in it */
    void committed(List<Stored> stored);

    /** Tells several, one after the other. */
    static CommitListener all(CommitListener... listeners) {
        var each = List.of(listeners);
        return stored -> each.forEach(listener -> listener.committed(stored));
    }

    /**
     * A reading that is in the database.
     *
     * @param receivedAt when it was stored, microseconds since 1970 UTC
     */
    record Stored(long pairingId, Reading reading, long receivedAt) {}
}
