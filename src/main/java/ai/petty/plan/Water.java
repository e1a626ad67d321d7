package ai.petty.plan;

/**
 * Water in a day, what is in the food included.
 *
 * @param askVetAboveMl whoever drinks more than that, day after day, should be seen by a vet: 100 ml for each kilogram
 */
public record Water(double ml, double askVetAboveMl) {
    public static final String SOURCE =
            "rule of thumb: 55 ml for each kilogram of a dog, 45 ml of a cat; from 100 ml on a vet should know";

    private static final double DOG_ML_PER_KG = 55;
    private static final double CAT_ML_PER_KG = 45;
    private static final double TOO_MUCH_ML_PER_KG = 100;

    static Water of(Species species, double kg) {
        return new Water(kg * (species == Species.CAT ? CAT_ML_PER_KG : DOG_ML_PER_KG), kg * TOO_MUCH_ML_PER_KG);
    }
}
