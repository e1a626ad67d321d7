package ai.petty.privacy;

/** Where a cipher finds its keys, at once. */
interface KeySource {
    FieldKeys keys();

    /** A key is missing: there may be newer ones. Does not wait for them. */
    void askOnce();
}
