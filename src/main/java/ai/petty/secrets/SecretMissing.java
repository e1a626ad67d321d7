package ai.petty.secrets;

/** The store was asked and has no such secret, or no version of it in that stage. */
public final class SecretMissing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SecretMissing(String name) {
        super("There is no secret " + name);
    }
}
