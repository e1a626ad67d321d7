package ai.petty.identity.tokens;

import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * An RSA key that signs access tokens, or did, or will.
 *
 * @param kid made from the public key, so that one name never means two keys
 * @param publishedAt since when others may learn of it
 * @param signsFrom from when on it signs, until the next one does
 */
record SigningKey(String kid, RSAPublicKey publicKey, PrivateKey privateKey, Instant publishedAt, Instant signsFrom) {
    private static final String RSA = "RSA";
    private static final int BITS = 2048;
    private static final int KID_BYTES = 12;

    /** A new key; takes some 100 ms of computing. */
    static SigningKey generate(Instant publishedAt, Instant signsFrom) {
        try {
            var generator = KeyPairGenerator.getInstance(RSA);
            generator.initialize(BITS);
            var pair = generator.generateKeyPair();
            return of(pair.getPublic(), pair.getPrivate(), publishedAt, signsFrom);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    private static SigningKey of(PublicKey publicKey, PrivateKey privateKey, Instant publishedAt, Instant signsFrom)
            throws NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded());
        var kid = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, KID_BYTES));
        return new SigningKey(kid, (RSAPublicKey) publicKey, privateKey, publishedAt, signsFrom);
    }

    /** @throws IllegalArgumentException when it is none; its message holds nothing of it */
    static SigningKey ofJson(JsonObject json) {
        try {
            var factory = KeyFactory.getInstance(RSA);
            return of(
                    factory.generatePublic(new X509EncodedKeySpec(json.getBinary("public"))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(json.getBinary("private"))),
                    json.getInstant("published_at"),
                    json.getInstant("signs_from"));
        } catch (GeneralSecurityException | RuntimeException e) {
            // Without a cause: it might quote the key.
            var kind = e instanceof DateTimeException
                    ? "its times are unreadable"
                    : e.getClass().getSimpleName();
            throw new IllegalArgumentException("A signing key in the secret store cannot be read: " + kind);
        }
    }

    /** For the secret store only: it holds the private key. */
    JsonObject toJson() {
        return new JsonObject()
                .put("kid", kid)
                .put("public", publicKey.getEncoded())
                .put("private", privateKey.getEncoded())
                .put("published_at", publishedAt)
                .put("signs_from", signsFrom);
    }

    /** The same key, signing from another time on. */
    SigningKey signingFrom(Instant when) {
        return new SigningKey(kid, publicKey, privateKey, publishedAt, when);
    }

    @Override
    public String toString() {
        return "SigningKey[kid=" + kid + ", signsFrom=" + signsFrom + "]";
    }
}
