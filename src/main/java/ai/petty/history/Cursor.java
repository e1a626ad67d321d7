package ai.petty.history;

import ai.petty.problem.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * The last row of a page: the next page starts behind it. It opens nothing that its holder may not see, so it is not
 * signed; the checksum is there to refuse one that was cut, changed or meant for another question.
 */
record Cursor(long t, int n, long pairingId) {
    private static final int LENGTH = Long.BYTES + Integer.BYTES + Long.BYTES;

    /** Text that only the same pet and resolution will take back. */
    String encode(UUID petId, Resolution resolution) {
        var bytes =
                ByteBuffer.allocate(LENGTH + Integer.BYTES).putLong(t).putInt(n).putLong(pairingId);
        bytes.putInt(checksum(bytes.array(), petId, resolution));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @throws Refusal with code {@code cursor.invalid} for anything that {@link #encode} has not made */
    static Cursor decode(String text, UUID petId, Resolution resolution) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        if (bytes.length != LENGTH + Integer.BYTES) {
            throw invalid();
        }
        var buffer = ByteBuffer.wrap(bytes);
        var cursor = new Cursor(buffer.getLong(), buffer.getInt(), buffer.getLong());
        if (buffer.getInt() != checksum(bytes, petId, resolution)) {
            throw invalid();
        }
        return cursor;
    }

    private static int checksum(byte[] bytes, UUID petId, Resolution resolution) {
        var crc = new CRC32();
        crc.update(bytes, 0, LENGTH);
        crc.update((petId + resolution.wireName()).getBytes(StandardCharsets.US_ASCII));
        return (int) crc.getValue();
    }

    private static Refusal invalid() {
        return Refusal.of(Refusal.Kind.INVALID, "cursor.invalid", "The cursor is not one of this question's.");
    }
}
