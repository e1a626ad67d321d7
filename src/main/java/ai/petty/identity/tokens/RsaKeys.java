package ai.petty.identity.tokens;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/** Public RSA keys as others write them down. Short ones are refused: a token is worth as much as the key that signs it. */
final class RsaKeys {
    private static final int SHORTEST_BITS = 2048;
    private static final int LONGEST_BITS = 8192;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]+)-----END");

    private RsaKeys() {}

    /** @throws IllegalArgumentException whose message says what it is not */
    static RSAPublicKey ofPem(String text) {
        var matcher = PEM.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("is not a PEM file with a PUBLIC KEY or a CERTIFICATE");
        }
        try {
            var bytes = Base64.getMimeDecoder().decode(matcher.group(2));
            return checked(
                    matcher.group(1).equals("CERTIFICATE")
                            ? CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(bytes))
                                    .getPublicKey()
                            : KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("holds no RSA key that can be read", e);
        }
    }

    /** @throws IllegalArgumentException whose message says what it is not */
    static RSAPublicKey ofNumbers(String modulus, String exponent) {
        try {
            var decoder = Base64.getUrlDecoder();
            return checked(KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(
                            new BigInteger(1, decoder.decode(modulus)), new BigInteger(1, decoder.decode(exponent)))));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("holds no RSA key that can be read", e);
        }
    }

    private static RSAPublicKey checked(PublicKey key) {
        if (key instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() >= SHORTEST_BITS
                && rsa.getModulus().bitLength() <= LONGEST_BITS) {
            return rsa;
        }
        throw new IllegalArgumentException("holds no RSA key of 2048 bits or more");
    }
}
