package ai.petty.idempotency;

/** What becomes of a request with a key. */
public sealed interface Turn {
    /** It is to be answered by doing it; then its answer is to be kept, or the attempt given up. */
    record First(Attempt attempt) implements Turn {}

    /**
     * It was answered before.
     *
     * @param answer as it was kept
     */
    record Again(String answer) implements Turn {}
}
