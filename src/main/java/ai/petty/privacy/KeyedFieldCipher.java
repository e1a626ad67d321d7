package ai.petty.privacy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Enciphers with the keys of a ring. It never waits: an envelope whose key this process has not seen yet is refused with
 * {@link UnreadableField}, and the ring asks the store once, so that the next try finds the key. A rotation tells every
 * process of a new key before it is used, so this only happens where a key was put in force at once.
 */
final class KeyedFieldCipher implements FieldCipher {
    private static final String AES_GCM = "AES/GCM/NoPadding";
    private static final String HMAC = "HmacSHA256";
    private static final int TAG_BITS = Envelope.TAG_BYTES * Byte.SIZE;

    private final KeySource ring;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    KeyedFieldCipher(KeySource ring, InstantSource clock) {
        this.ring = ring;
        this.clock = clock;
    }

    @Override
    public byte[] seal(String value, Place place) {
        var keys = ring.keys();
        var id = keys.activeAt(clock.instant());
        var nonce = new byte[Envelope.NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, keys.key(id).orElseThrow(), nonce, place);
            return new Envelope(id, nonce, cipher.doFinal(value.getBytes(StandardCharsets.UTF_8))).bytes();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM cannot encipher with AES-256-GCM", e);
        }
    }

    @Override
    public String open(byte[] envelope, Place place) {
        var opened = Envelope.of(envelope);
        var key = ring.keys().key(opened.keyId()).orElseThrow(() -> {
            ring.askOnce();
            return new UnreadableField("The key of a personal field is not known to this process", null);
        });
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, key, opened.nonce(), place);
            return new String(cipher.doFinal(opened.sealed()), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new UnreadableField(
                    "A field of " + place.table() + "." + place.column()
                            + " was altered, or made for another place or with another key",
                    e);
        }
    }

    @Override
    public byte[] index(String purpose, String value) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(ring.keys().index());
            return mac.doFinal(unambiguous(purpose, value));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no " + HMAC, e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, Place place) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(AES_GCM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(unambiguous(place.table(), place.column(), place.row()));
        return cipher;
    }

    /** Each part after its length: what ends one part and begins the next cannot be mistaken. */
    private static byte[] unambiguous(String... parts) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            for (var part : parts) {
                var utf8 = part.getBytes(StandardCharsets.UTF_8);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
