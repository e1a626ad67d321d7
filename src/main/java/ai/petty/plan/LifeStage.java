package ai.petty.plan;

import java.util.Locale;

/** Where in its life an animal is. */
public enum LifeStage {
    GROWING,
    ADULT,
    SENIOR;

    /** A cat's first year; for dogs it depends on their {@link Size}. */
    private static final int CAT_GROWN_MONTHS = 12;

    /** AAFP and AAHA, feline life stages 2021: senior is over ten years. */
    private static final int CAT_OLD_YEARS = 11;

    private static final int MONTHS = 12;

    static LifeStage of(Species species, Size size, int months) {
        var grown = species == Species.CAT ? CAT_GROWN_MONTHS : size.grownMonths();
        var old = species == Species.CAT ? CAT_OLD_YEARS : size.oldYears();
        if (months < grown) {
            return GROWING;
        }
        return months < old * MONTHS ? ADULT : SENIOR;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
