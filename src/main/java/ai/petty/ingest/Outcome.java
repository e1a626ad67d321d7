package ai.petty.ingest;

/** What became of one item that was given to the writer. */
public enum Outcome {
    /** Stored now. */
    ACCEPTED,
    /** The same identity with the same values is stored already; for the sender that is a success. */
    DUPLICATE,
    /** The same identity is stored with other values; the stored one stays. */
    CONFLICT,
    /** The database takes this item under no circumstances. */
    REFUSED,
    /** There is no partition for it, which is our fault and will be mended: the sender should come back. */
    UNPLACED
}
