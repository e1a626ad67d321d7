package ai.petty.alerts.rules;

import java.util.Arrays;
import java.util.Locale;

/** Why an alert is over. */
public enum Ending {
    /** What it was about is as it should be again. */
    CLEARED,
    /** The pet is back in one of its zones. */
    RETURNED,
    /** The pet is outside, and somebody of its own is with it. */
    ACCOMPANIED,
    /** The pet has no zones any more that it could be outside of. */
    NO_ZONES,
    /** The collar that it came from is no longer on the pet. */
    UNPAIRED,
    /** Somebody said so. */
    BY_PERSON;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is no ending of this name */
    public static Ending of(String wireName) {
        return Arrays.stream(values())
                .filter(ending -> ending.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no ending is called " + wireName));
    }
}
