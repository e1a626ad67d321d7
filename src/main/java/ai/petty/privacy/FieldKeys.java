package ai.petty.privacy;

import ai.petty.config.Secret;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys of personal fields, as the secret holds them: {@code {"active": id, "keys": {id: base64}, "index": base64}},
 * and while a rotation is on its way {@code "next": id, "next_from": time}. Immutable. Tells nothing of a key when printed.
 */
final class FieldKeys {
    static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 4;
    /** An id is written into every envelope, after its length in one byte. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private final String active;
    private final Map<String, SecretKey> keyById;
    private final SecretKey index;
    private final Optional<Next> next;

    /** The key that will be the active one. Every process knows it before the first envelope is made with it. */
    record Next(String id, Instant from) {}

    private FieldKeys(String active, Map<String, SecretKey> keyById, SecretKey index, Optional<Next> next) {
        this.active = active;
        this.keyById = Map.copyOf(keyById);
        this.index = index;
        this.next = next;
    }

    /** New keys, for a store that has none. */
    static FieldKeys fresh(SecureRandom random) {
        var id = newId(random);
        return new FieldKeys(id, Map.of(id, aes(newKey(random))), hmac(newKey(random)), Optional.empty());
    }

    /** @throws IllegalArgumentException when this is not such a secret; the message quotes nothing of it */
    static FieldKeys parse(Secret text) {
        try {
            var json = new JsonObject(text.value());
            var keyById = new LinkedHashMap<String, SecretKey>();
            for (var entry : objectOf(json, "keys")) {
                keyById.put(entry.getKey(), aes(bytes(entry.getValue())));
            }
            var next = json.containsKey("next")
                    ? Optional.of(new Next(textOf(json, "next"), Instant.parse(textOf(json, "next_from"))))
                    : Optional.<Next>empty();
            return new FieldKeys(textOf(json, "active"), keyById, hmac(bytes(textOf(json, "index"))), next).checked();
        } catch (DecodeException | ClassCastException | DateTimeException e) {
            // Without its cause: a parser's message quotes what it could not read.
            throw broken();
        }
    }

    private static JsonObject objectOf(JsonObject json, String name) {
        var value = json.getJsonObject(name);
        if (value == null) {
            throw broken();
        }
        return value;
    }

    private static String textOf(JsonObject json, String name) {
        var value = json.getString(name);
        if (value == null) {
            throw broken();
        }
        return value;
    }

    private FieldKeys checked() {
        if (!keyById.containsKey(active)
                || next.filter(coming -> !keyById.containsKey(coming.id())).isPresent()
                || !keyById.keySet().stream().allMatch(id -> ID.matcher(id).matches())) {
            throw broken();
        }
        return this;
    }

    private static byte[] bytes(Object base64) {
        try {
            var bytes = Base64.getDecoder().decode((String) base64);
            if (bytes.length != KEY_BYTES) {
                throw broken();
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw broken();
        }
    }

    private static IllegalArgumentException broken() {
        return new IllegalArgumentException(
                "The secret with the keys of personal fields is not {active, keys: {id: base64}, index: base64} of 256-bit keys");
    }

    /** As the secret holds them. */
    Secret text() {
        var keys = new JsonObject();
        keyById.keySet().stream().sorted().forEach(id -> keys.put(id, base64(keyById.get(id))));
        var json = new JsonObject().put("active", active).put("keys", keys).put("index", base64(index));
        next.ifPresent(coming ->
                json.put("next", coming.id()).put("next_from", coming.from().toString()));
        return new Secret(json.encode());
    }

    private static String base64(@Nullable SecretKey key) {
        return key == null ? "" : Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** The id of the key that envelopes are made with at this time. */
    String activeAt(Instant now) {
        return next.filter(coming -> !now.isBefore(coming.from())).map(Next::id).orElse(active);
    }

    /** Empty when this process does not know the key: it is newer than the last look at the store, or gone. */
    Optional<SecretKey> key(String id) {
        return Optional.ofNullable(keyById.get(id));
    }

    /** The key of {@link FieldCipher#index}; it stays when the others are rotated. */
    SecretKey index() {
        return index;
    }

    Optional<Next> next() {
        return next;
    }

    /** The keys that no new envelope is made with. */
    Set<String> oldAt(Instant now) {
        var old = new HashSet<>(keyById.keySet());
        old.remove(activeAt(now));
        next.ifPresent(coming -> old.remove(coming.id()));
        return old;
    }

    /** Whether the active key was in use at this time already. */
    boolean mayForgetAt(Instant time) {
        return next.filter(coming -> time.isBefore(coming.from())).isEmpty();
    }

    /** With one key more, which becomes the active one at {@code from}; a next one that was due is active from now on. */
    FieldKeys withNext(SecureRandom random, Instant now, Instant from) {
        var keys = new LinkedHashMap<>(keyById);
        var id = newId(random);
        keys.put(id, aes(newKey(random)));
        return new FieldKeys(activeAt(now), keys, index, Optional.of(new Next(id, from)));
    }

    /** Without those of these keys that no new envelope is made with. */
    FieldKeys without(Set<String> unused, Instant now) {
        var kept = new LinkedHashMap<>(keyById);
        var removable = oldAt(now);
        kept.keySet().removeIf(id -> unused.contains(id) && removable.contains(id));
        return new FieldKeys(activeAt(now), kept, index, next.filter(coming -> now.isBefore(coming.from())));
    }

    private static String newId(SecureRandom random) {
        var id = new byte[ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    private static byte[] newKey(SecureRandom random) {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    private static SecretKey aes(byte[] key) {
        return new SecretKeySpec(key, "AES");
    }

    private static SecretKey hmac(byte[] key) {
        return new SecretKeySpec(key, "HmacSHA256");
    }

    @Override
    public String toString() {
        return "FieldKeys[" + keyById.size() + " keys]";
    }
}
