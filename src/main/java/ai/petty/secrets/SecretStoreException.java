package ai.petty.secrets;

import org.jspecify.annotations.Nullable;

/** The store did not answer, or not with a secret. Its message never holds one. */
public final class SecretStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SecretStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
