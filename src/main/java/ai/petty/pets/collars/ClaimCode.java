package ai.petty.pets.collars;

import ai.petty.privacy.FieldCipher;
import java.security.SecureRandom;
import java.util.Locale;

/**
 * What lies in a collar's box: whoever has it may put the collar on a pet. Ours has a hundred random bits. A keyed hash of it
 * is kept, so that a stolen database can not even be tried on one that somebody else has made up.
 */
public record ClaimCode(String text) {
    /** Crockford's: no letter that looks like a digit. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 20;
    private static final int GROUP = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    public static ClaimCode fresh() {
        var text = new StringBuilder();
        for (var i = 0; i < LENGTH; i++) {
            if (i > 0 && i % GROUP == 0) {
                text.append('-');
            }
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new ClaimCode(text.toString());
    }

    /** It belongs to one serial; how it is grouped and whether in capitals does not matter. */
    byte[] hash(FieldCipher cipher, String serial) {
        return cipher.index(
                "collar.claim", serial + " " + text.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return "ClaimCode[masked]";
    }
}
