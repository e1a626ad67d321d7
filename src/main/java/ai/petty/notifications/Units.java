package ai.petty.notifications;

import java.util.Arrays;
import java.util.Locale;

/** What an app shows measures in; the API always tells SI units. */
public enum Units {
    METRIC,
    IMPERIAL;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is no system of this name */
    public static Units of(String wireName) {
        return Arrays.stream(values())
                .filter(units -> units.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no units are called " + wireName));
    }
}
