package ai.petty.privacy;

import org.jspecify.annotations.Nullable;

/** An envelope that cannot be opened. Its message holds neither the value nor a key. */
public final class UnreadableField extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableField(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
