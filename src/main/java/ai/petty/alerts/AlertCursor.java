package ai.petty.alerts;

import ai.petty.problem.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * The last alert of a page: the next page starts behind it. It opens nothing that its holder may not see, so it is not signed; the
 * checksum is there to refuse one that was cut, changed or meant for another question.
 *
 * @param openedAt microseconds since 1970 UTC
 */
record AlertCursor(long openedAt, long pairingId, int rule) {
    private static final int LENGTH = Long.BYTES + Long.BYTES + Integer.BYTES;
    /** Later than any time that is asked for: 9999-01-01. */
    static final AlertCursor START = new AlertCursor(253_370_764_800_000_000L, Long.MAX_VALUE, Short.MAX_VALUE);

    static AlertCursor of(Alert last) {
        return new AlertCursor(
                last.openedAt(), last.id().pairingId(), last.id().rule().code());
    }

    /** Text that only the same question will take back. */
    String encode(UUID petId, boolean onlyOpen) {
        var bytes = ByteBuffer.allocate(LENGTH + Integer.BYTES)
                .putLong(openedAt)
                .putLong(pairingId)
                .putInt(rule);
        bytes.putInt(checksum(bytes.array(), petId, onlyOpen));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @throws Refusal with code {@code cursor.invalid} for anything that {@link #encode} has not made */
    static AlertCursor decode(String text, UUID petId, boolean onlyOpen) {
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
        var cursor = new AlertCursor(buffer.getLong(), buffer.getLong(), buffer.getInt());
        if (buffer.getInt() != checksum(bytes, petId, onlyOpen)) {
            throw invalid();
        }
        return cursor;
    }

    private static int checksum(byte[] bytes, UUID petId, boolean onlyOpen) {
        var crc = new CRC32();
        crc.update(bytes, 0, LENGTH);
        crc.update((petId + "alerts" + onlyOpen).getBytes(StandardCharsets.US_ASCII));
        return (int) crc.getValue();
    }

    private static Refusal invalid() {
        return Refusal.of(Refusal.Kind.INVALID, "cursor.invalid", "The cursor is not one of this question's.");
    }
}
