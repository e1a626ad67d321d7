package ai.petty.pets.location;

import java.util.Arrays;

/** How exactly somebody is told where a pet is. */
public enum Precision {
    EXACT("exact"),
    HUNDRED_METRES("100m"),
    KILOMETRE("1km"),
    HIDDEN("hidden");

    private final String wireName;

    Precision(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** @throws IllegalArgumentException when there is no precision of this name */
    public static Precision of(String wireName) {
        return Arrays.stream(values())
                .filter(precision -> precision.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no precision is called " + wireName));
    }
}
