package ai.petty.identity.session;

import ai.petty.identity.OpaqueToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Enciphers the pair that a refresh token was exchanged for, under a key derived (HKDF, RFC 5869) from that token. We only keep the
 * token's hash, so whoever steals the database cannot read the pair; whoever asks again with the token can be given it.
 */
final class SuccessorSeal {
    private static final byte[] INFO = "petty refresh successor v1".getBytes(StandardCharsets.UTF_8);
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SuccessorSeal() {}

    static byte[] seal(OpaqueToken token, TokenPair pair) {
        try {
            var nonce = new byte[NONCE_BYTES];
            RANDOM.nextBytes(nonce);
            var text = cipher(Cipher.ENCRYPT_MODE, token, nonce)
                    .doFinal(pair.encode().getBytes(StandardCharsets.UTF_8));
            var envelope = Arrays.copyOf(nonce, NONCE_BYTES + text.length);
            System.arraycopy(text, 0, envelope, NONCE_BYTES, text.length);
            return envelope;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM and HKDF", e);
        }
    }

    /** @throws IllegalStateException when the envelope was not made with this token, or was altered */
    static TokenPair open(OpaqueToken token, byte[] envelope) {
        try {
            var plain = cipher(Cipher.DECRYPT_MODE, token, Arrays.copyOf(envelope, NONCE_BYTES))
                    .doFinal(envelope, NONCE_BYTES, envelope.length - NONCE_BYTES);
            return TokenPair.decode(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a successor cannot be opened", e);
        }
    }

    private static Cipher cipher(int mode, OpaqueToken token, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key(token), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private static SecretKey key(OpaqueToken token) throws GeneralSecurityException {
        var parameters = HKDFParameterSpec.ofExtract()
                .addIKM(token.text().getBytes(StandardCharsets.UTF_8))
                .thenExpand(INFO, KEY_BYTES);
        return KDF.getInstance("HKDF-SHA256").deriveKey("AES", parameters);
    }
}
