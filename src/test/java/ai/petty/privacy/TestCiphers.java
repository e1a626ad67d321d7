package ai.petty.privacy;

import ai.petty.config.Secret;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;

/** A cipher with keys that everybody knows, for tests of what is built on one. */
public final class TestCiphers {
    /** It needs no store of secrets. */
    public static final FieldCipher FIXED = new KeyedFieldCipher(keys((byte) 0), InstantSource.system());

    /** As {@link #FIXED}, with other keys. */
    public static final FieldCipher OTHER = new KeyedFieldCipher(keys((byte) 1), InstantSource.system());

    private TestCiphers() {}

    private static KeySource keys(byte each) {
        var bytes = new byte[FieldKeys.KEY_BYTES];
        Arrays.fill(bytes, each);
        var key = Base64.getEncoder().encodeToString(bytes);
        var keys = FieldKeys.parse(
                new Secret("{\"active\":\"fixed\",\"keys\":{\"fixed\":\"%s\"},\"index\":\"%s\"}".formatted(key, key)));
        return new KeySource() {
            @Override
            public FieldKeys keys() {
                return keys;
            }

            @Override
            public void askOnce() {}
        };
    }
}
