package ai.petty.pets.location;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Two numbers that are always the same for the same pet and purpose, and that nobody can guess.
 *
 * @param first at least 0, less than 1
 * @param second at least 0, less than 1
 */
record SecretFractions(double first, double second) {
    private static final double SPAN = 0x1p63;

    static SecretFractions of(UUID seed, String purpose) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((seed + " " + purpose).getBytes(StandardCharsets.US_ASCII));
            var bytes = ByteBuffer.wrap(digest.digest());
            return new SecretFractions(fraction(bytes.getLong()), fraction(bytes.getLong()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static double fraction(long bits) {
        // The low bits go: a double could round what is nearly 1 up to it.
        return ((bits >>> 11) << 10) / SPAN;
    }
}
