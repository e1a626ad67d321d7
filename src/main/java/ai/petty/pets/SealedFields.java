package ai.petty.pets;

import ai.petty.privacy.FieldCipher;
import ai.petty.privacy.FieldCipher.Place;
import ai.petty.privacy.UnreadableField;
import ai.petty.problem.Refusal;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Envelopes of one table, as its columns hold them. */
public final class SealedFields {
    /** A key that this process has not seen yet is fetched at the first look. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final FieldCipher cipher;
    private final String table;

    public SealedFields(FieldCipher cipher, String table) {
        this.cipher = cipher;
        this.table = table;
    }

    /** Null for null. */
    public @Nullable Buffer seal(UUID row, String column, @Nullable String value) {
        return value == null ? null : Buffer.buffer(cipher.seal(value, place(row, column)));
    }

    /**
     * Null for null.
     *
     * @throws Refusal of kind UNAVAILABLE when it cannot be read, now
     */
    public @Nullable String open(UUID row, String column, @Nullable Buffer envelope) {
        try {
            return envelope == null ? null : cipher.open(envelope.getBytes(), place(row, column));
        } catch (UnreadableField unreadable) {
            throw Refusal.unavailable("server.busy", "A personal field cannot be read right now.", RETRY);
        }
    }

    private Place place(UUID row, String column) {
        return new Place(table, column, row.toString());
    }
}
