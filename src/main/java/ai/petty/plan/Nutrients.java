package ai.petty.plan;

/**
 * The least that a day's food must hold.
 *
 * @param proteinMinG grams of crude protein
 * @param fatMinG grams of crude fat
 * @param source which table
 */
public record Nutrients(double proteinMinG, double fatMinG, String source) {
    /**
     * FEDIAF nutritional guidelines, recommended nutrient levels, per 1000 kcal: adult dogs at 110 kcal · kg^0.75 protein 45.0 g and fat
     * 13.75 g; puppies under 14 weeks 62.5 g, older 50.0 g, both 21.25 g of fat. Adult cats at 100 kcal · kg^0.67 protein 62.5 g and
     * fat 22.5 g; kittens 70.0 g and 22.5 g. AAFCO's profiles ask for the same or a little less of adult dogs (45.0 and 13.8 g).
     */
    private record Minimum(double protein, double fat, double kcalPerSize, double power) {}

    private static final Minimum ADULT_DOG = new Minimum(45.0, 13.75, 110, 0.75);
    private static final Minimum PUPPY = new Minimum(50.0, 21.25, 0, 0.75);
    private static final Minimum YOUNG_PUPPY = new Minimum(62.5, 21.25, 0, 0.75);
    private static final Minimum ADULT_CAT = new Minimum(62.5, 22.5, 100, 0.67);
    private static final Minimum KITTEN = new Minimum(70.0, 22.5, 0, 0.67);

    /** Of whole months, on the side of more protein. */
    private static final int YOUNG_MONTHS = 4;

    private static final double PER_KCAL = 1_000;

    static Nutrients of(Subject subject, LifeStage stage, BodyWeight weight, double merKcal) {
        var minimum = minimum(subject, stage);
        // Whoever eats less than the table assumes still needs as much protein: its share of the food is then larger.
        var assumed = minimum.kcalPerSize() * Math.pow(weight.fedKg(), minimum.power());
        var kcal = Math.max(merKcal, assumed);
        return new Nutrients(
                minimum.protein() * kcal / PER_KCAL,
                minimum.fat() * kcal / PER_KCAL,
                "FEDIAF nutritional guidelines 2021, recommended nutrient levels for "
                        + (subject.species() == Species.CAT ? "cats" : "dogs")
                        + (stage == LifeStage.GROWING ? ", growth" : ", adult"));
    }

    private static Minimum minimum(Subject subject, LifeStage stage) {
        var isCat = subject.species() == Species.CAT;
        if (stage != LifeStage.GROWING) {
            return isCat ? ADULT_CAT : ADULT_DOG;
        }
        if (isCat) {
            return KITTEN;
        }
        return subject.months().orElseThrow() < YOUNG_MONTHS ? YOUNG_PUPPY : PUPPY;
    }
}
