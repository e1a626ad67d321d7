package ai.petty.pets;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What is kept of a collar's credential: its SHA-256. It has 256 random bits, so nothing slower is needed. */
public record CredentialHash(String hex) {
    public static CredentialHash of(String credential) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(credential.getBytes(StandardCharsets.UTF_8));
            return of(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static CredentialHash of(byte[] hash) {
        return new CredentialHash(HexFormat.of().formatHex(hash));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** In constant time, so that the answer's delay tells nothing. */
    public boolean matches(String credential) {
        return MessageDigest.isEqual(bytes(), of(credential).bytes());
    }

    @Override
    public String toString() {
        return "CredentialHash[masked]";
    }
}
