package ai.petty.notifications;

import java.util.Arrays;
import java.util.Locale;

/** A way in which somebody is told. */
public enum Channel {
    MAIL,
    WEBHOOK,
    /** Whoever looks at the pet just now. */
    LIVE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is no channel of this name */
    public static Channel of(String wireName) {
        return Arrays.stream(values())
                .filter(channel -> channel.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no channel is called " + wireName));
    }
}
