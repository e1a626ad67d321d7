package ai.petty.privacy;

/**
 * Enciphers personal fields for the database: AES-256-GCM, a fresh nonce each time, the key's id in the envelope. An envelope
 * only opens at the place it was made for.
 */
public interface FieldCipher {
    /** The place of a value: it is the associated data of its envelope. */
    record Place(String table, String column, String row) {}

    byte[] seal(String value, Place place);

    /** @throws UnreadableField when it was altered, belongs to another place, or its key is gone */
    String open(byte[] envelope, Place place);

    /**
     * A keyed hash (HMAC-SHA-256) by which a value can be found without being readable. It does not change when the
     * encryption keys are rotated.
     *
     * @param purpose keeps hashes of different columns apart: {@code account.email}
     */
    byte[] index(String purpose, String value);
}
