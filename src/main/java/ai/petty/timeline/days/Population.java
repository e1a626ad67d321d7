package ai.petty.timeline.days;

import java.util.Optional;

/**
 * What is known of pets that nothing is known of: how a rate at rest is spread between them, and within one of them.
 *
 * @param mean a minute
 * @param between standard deviation of the means of different pets
 * @param within standard deviation of one pet's own, from one time to another
 * @param source where that comes from, in words for a person
 */
public record Population(double mean, double between, double within, String source) {
    /**
     * Dogs: the medians of 32 dogs at rest over 750 recordings (Jarkoff, Lorre, Humbert (Invoxia), 2023, Zenodo 8020390, CC BY 4.0),
     * computed from them anew for this class; {@code within} is that of the medians of one dog's recordings.
     */
    private static final Population DOG_HEART = new Population(60.6, 9.7, 5.7, "32 dogs at rest (Zenodo 8020390)");

    private static final Population DOG_BREATHING = new Population(13.7, 4.2, 3.2, "32 dogs at rest (Zenodo 8020390)");

    /**
     * Cats: 16 at home (Abbott, J Feline Med Surg 7, 2005: 132 ± 19), not all of them at rest. How one cat's rate is spread is not
     * told there; it is taken to be to the spread between cats as it is in dogs. No breathing rate was measured.
     */
    private static final Population CAT_HEART = new Population(132, 19, 11.2, "16 cats at home (Abbott 2005)");

    static Optional<Population> heartRate(String species) {
        return Optional.of(species.equals("cat") ? CAT_HEART : DOG_HEART);
    }

    static Optional<Population> breathingRate(String species) {
        return species.equals("cat") ? Optional.empty() : Optional.of(DOG_BREATHING);
    }

    /** Of how many days of one's own the population is worth: the less pets differ, the more. */
    double worthDays() {
        return within * within / (between * between);
    }
}
