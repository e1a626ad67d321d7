package ai.petty.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What an enciphered field looks like in the database: version (1 byte), length of the key's id (1 byte), the id in ASCII,
 * nonce (12 bytes), ciphertext with its tag (16 bytes).
 */
final class Envelope {
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;
    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 2;

    private final String keyId;
    private final byte[] nonce;
    private final byte[] sealed;

    Envelope(String keyId, byte[] nonce, byte[] sealed) {
        this.keyId = keyId;
        this.nonce = nonce;
        this.sealed = sealed;
    }

    /** @throws UnreadableField when these bytes are no envelope */
    static Envelope of(byte[] bytes) {
        if (bytes.length < FIXED_BYTES || bytes[0] != VERSION) {
            throw new UnreadableField("A personal field is not in an envelope of a known version", null);
        }
        var idBytes = Byte.toUnsignedInt(bytes[1]);
        var sealedAt = FIXED_BYTES + idBytes + NONCE_BYTES;
        if (bytes.length < sealedAt + TAG_BYTES) {
            throw new UnreadableField("The envelope of a personal field is cut short", null);
        }
        var buffer = ByteBuffer.wrap(bytes);
        var nonce = new byte[NONCE_BYTES];
        buffer.get(FIXED_BYTES + idBytes, nonce);
        var sealed = new byte[bytes.length - sealedAt];
        buffer.get(sealedAt, sealed);
        return new Envelope(new String(bytes, FIXED_BYTES, idBytes, StandardCharsets.US_ASCII), nonce, sealed);
    }

    /** What every envelope that was made with this key begins with. */
    static byte[] head(String keyId) {
        var id = keyId.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(FIXED_BYTES + id.length)
                .put(VERSION)
                .put((byte) id.length)
                .put(id)
                .array();
    }

    byte[] bytes() {
        var head = head(keyId);
        return ByteBuffer.allocate(head.length + nonce.length + sealed.length)
                .put(head)
                .put(nonce)
                .put(sealed)
                .array();
    }

    String keyId() {
        return keyId;
    }

    byte[] nonce() {
        return nonce.clone();
    }

    /** The ciphertext with its tag. */
    byte[] sealed() {
        return sealed.clone();
    }
}
