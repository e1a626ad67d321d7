package ai.petty.identity.tokens;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The signing keys as the secret store has them, oldest first. What state one is in follows from the times alone, so that every
 * process that has read the same secret says the same.
 */
record KeyRing(List<SigningKey> keys) {
    static final KeyRing EMPTY = new KeyRing(List.of());

    /** In the order of a key's life. */
    enum State {
        /** Published, does not sign yet. */
        NEXT,
        /** Signs. */
        ACTIVE,
        /** Verifies what it signed. */
        RETIRING,
        /** Everything that it signed has expired. */
        GONE
    }

    KeyRing {
        // Stable: of two that were to begin at the same time the one that was added later follows.
        keys = keys.stream().sorted(Comparator.comparing(SigningKey::signsFrom)).toList();
    }

    /** @throws IllegalArgumentException when the text is not what {@link #toText} writes; its message holds nothing of it */
    static KeyRing ofText(String text) {
        try {
            return new KeyRing(new JsonArray(text)
                    .stream().map(item -> SigningKey.ofJson((JsonObject) item)).toList());
        } catch (io.vertx.core.json.DecodeException | ClassCastException e) {
            // Without a cause: it might quote a key.
            throw new IllegalArgumentException("The secret with the signing keys is not a list of keys");
        }
    }

    /** For the secret store only: it holds the private keys. */
    String toText() {
        var array = new JsonArray();
        keys.forEach(key -> array.add(key.toJson()));
        return array.encode();
    }

    /** The newest whose time has come; none before the first. */
    Optional<SigningKey> active(Instant now) {
        return keys.stream().filter(key -> !key.signsFrom().isAfter(now)).reduce((older, newer) -> newer);
    }

    /** The one that will sign next, when it is there already. */
    Optional<SigningKey> next(Instant now) {
        return keys.stream().filter(key -> key.signsFrom().isAfter(now)).findFirst();
    }

    State state(SigningKey key, KeyTimes times, Instant now) {
        if (key.signsFrom().isAfter(now)) {
            return State.NEXT;
        }
        var successor = keys.stream()
                .skip(keys.indexOf(key) + 1L)
                .findFirst()
                .map(SigningKey::signsFrom)
                .filter(takesOver -> !takesOver.isAfter(now));
        if (successor.isEmpty()) {
            return State.ACTIVE;
        }
        return successor.get().plus(times.retirement()).isAfter(now) ? State.RETIRING : State.GONE;
    }

    /** Those that sign, will sign, or did and still verify. */
    KeyRing alive(KeyTimes times, Instant now) {
        return new KeyRing(keys.stream()
                .filter(key -> state(key, times, now) != State.GONE)
                .toList());
    }

    KeyRing with(SigningKey key) {
        var more = new ArrayList<>(keys);
        more.add(key);
        return new KeyRing(more);
    }

    /** With a key that signs from now on: the one that was to be next, else a new one. */
    KeyRing startingNow(Instant now) {
        var next = next(now);
        return next.isEmpty()
                ? with(SigningKey.generate(now, now))
                : new KeyRing(keys.stream()
                        .map(key -> key.equals(next.get()) ? key.signingFrom(now) : key)
                        .toList());
    }

    /** When the schedule wants another key: as long before it signs as it is to be published. */
    boolean wantsNext(KeyTimes times, Instant now) {
        var active = active(now);
        return next(now).isEmpty()
                && (active.isEmpty()
                        || !active.get()
                                .signsFrom()
                                .plus(times.rotation())
                                .minus(times.overlap())
                                .isAfter(now));
    }
}
