package ai.petty.secrets;

import org.jspecify.annotations.Nullable;

/** The store did not answer, or not with a secret. Its message never holds one. */
public final class SecretStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean outage;

    /** The store itself is away, slow or throttles us. */
    public SecretStoreException(String message, @Nullable Throwable cause) {
        this(message, cause, true);
    }

    private SecretStoreException(String message, @Nullable Throwable cause, boolean outage) {
        super(message, cause);
        this.outage = outage;
    }

    /** The store is well and does not give this one secret: access is denied, or its name or text is unfit. */
    static SecretStoreException refused(String message) {
        return new SecretStoreException(message, null, false);
    }

    /** Whether every other secret would fail as well. */
    boolean isOutage() {
        return outage;
    }
}
