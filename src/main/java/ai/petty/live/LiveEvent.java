package ai.petty.live;

import ai.petty.ingest.CommitListener.Stored;

/** Something that a viewer is shown. */
public record LiveEvent(Kind kind, Stored stored) {
    /** Where the view starts, or what came next. */
    public enum Kind {
        SNAPSHOT,
        READING
    }

    public ReadingId id() {
        return ReadingId.of(stored.reading());
    }
}
