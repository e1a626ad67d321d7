package ai.petty.inference;

/** The turn was taken over by somebody else, or its pet was erased: what was found is not written. */
final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overtaken() {
        super("the turn is another's", null, false, false);
    }
}
