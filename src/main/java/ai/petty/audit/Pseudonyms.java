package ai.petty.audit;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Names that stand for accounts in the log. Without an account's own key nobody can tell which account one stands for. */
record Pseudonyms(Map<UUID, Buffer> keyByAccount) {
    private static final String HMAC = "HmacSHA256";
    private static final int UUID_BYTES = 16;
    private static final Pattern ACCOUNT_OBJECT =
            Pattern.compile("account:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

    /** Empty for an account that does not exist. */
    Optional<Buffer> of(UUID account) {
        return Optional.ofNullable(keyByAccount.get(account)).map(key -> hmac(key, bytes(account)));
    }

    /** Where an account acted from: no more to be confirmed than who it was. Empty for an account that does not exist. */
    Optional<Buffer> address(UUID account, String address) {
        return Optional.ofNullable(keyByAccount.get(account))
                .map(key -> hmac(key, ("address " + address).getBytes(StandardCharsets.UTF_8)));
    }

    /** The account that an entry's object names, when it names one. */
    static Optional<UUID> accountIn(String object) {
        var matcher = ACCOUNT_OBJECT.matcher(object);
        return matcher.matches() ? Optional.of(UUID.fromString(matcher.group(1))) : Optional.empty();
    }

    /** An account as the object of an act goes by its pseudonym, too. */
    String object(String object) {
        return accountIn(object)
                .map(account -> "person:"
                        + of(account)
                                .map(pseudonym -> HexFormat.of().formatHex(pseudonym.getBytes()))
                                .orElse("unknown"))
                .orElse(object);
    }

    private static byte[] bytes(UUID account) {
        return ByteBuffer.allocate(UUID_BYTES)
                .putLong(account.getMostSignificantBits())
                .putLong(account.getLeastSignificantBits())
                .array();
    }

    private static Buffer hmac(Buffer key, byte[] what) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.getBytes(), HMAC));
            return Buffer.buffer(mac.doFinal(what));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no " + HMAC, e);
        }
    }
}
