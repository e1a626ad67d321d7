package ai.petty.inference.behaviour;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a pet can be found doing. A code stands in rows and in event ids: it never changes its meaning. */
public enum Behaviour {
    DEEP_SLEEP(1),
    ANXIOUS_PACING(2),
    PLAYING_FETCH(3),
    RESTING(4),
    WALKING(5),
    RUNNING(6),
    PLAYING(7),
    SLEEPING(8);

    private final int code;

    Behaviour(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** As v2 calls it: {@code deep_sleep}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Behaviour> ofCode(int code) {
        return Arrays.stream(values()).filter(one -> one.code == code).findFirst();
    }

    public static Optional<Behaviour> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(one -> one.wireName().equals(name))
                .findFirst();
    }
}
