package ai.petty.plan;

import java.util.Locale;

/**
 * How large dogs of a kind get. Small and medium dogs are grown at 12 months at the latest, larger ones at 18 (Merck Veterinary Manual,
 * growth: 9 to 12 months for small breeds, 12 to 18 for large ones). From when a dog counts as old is our own reading of AAHA's
 * life stages (2019: the last quarter of the expected life).
 */
public enum Size {
    SMALL(10, 12, 11),
    MEDIUM(25, 12, 10),
    LARGE(45, 18, 8),
    GIANT(Double.MAX_VALUE, 18, 7);

    private final double belowKg;
    private final int grownMonths;
    private final int oldYears;

    Size(double belowKg, int grownMonths, int oldYears) {
        this.belowKg = belowKg;
        this.grownMonths = grownMonths;
        this.oldYears = oldYears;
    }

    /** Of a grown dog that weighs so much when it is in shape. */
    static Size ofWeight(double kg) {
        for (var size : values()) {
            if (kg < size.belowKg) {
                return size;
            }
        }
        return GIANT;
    }

    int grownMonths() {
        return grownMonths;
    }

    int oldYears() {
        return oldYears;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
