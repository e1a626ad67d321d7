package ai.petty.plan;

import ai.petty.pets.PetProfile;
import ai.petty.pets.Weight;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of a pet, as far as a plan looks at it.
 *
 * @param months its age in whole months; empty when nobody has said when it was born
 * @param weights the log, the newest first
 * @param today by its own time zone
 */
public record Subject(
        Species species,
        Optional<String> breed,
        Optional<Boolean> neutered,
        OptionalInt months,
        Optional<Double> weightKg,
        OptionalInt bodyCondition,
        Optional<Double> foodKcalPer100g,
        List<Weight> weights,
        Optional<ObservedActivity> observed,
        LocalDate today) {
    private static final int IN_SHAPE = 5;

    static Subject of(PetProfile profile, List<Weight> weights, Optional<ObservedActivity> observed, LocalDate today) {
        var born = profile.birthDate();
        var condition = profile.bodyCondition();
        return new Subject(
                Species.of(profile.species()),
                Optional.ofNullable(profile.breed()),
                Optional.ofNullable(profile.neutered()),
                born == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(
                                (int) Math.max(0, Period.between(born, today).toTotalMonths())),
                Optional.ofNullable(profile.weightKg()).map(Float::doubleValue),
                condition == null ? OptionalInt.empty() : OptionalInt.of(condition),
                Optional.ofNullable(profile.foodKcalPer100g()).map(Float::doubleValue),
                weights,
                observed,
                today);
    }

    /** WSAVA's scale; in shape when nobody has said. */
    int condition() {
        return bodyCondition.orElse(IN_SHAPE);
    }

    /**
     * The breed says more than the weight: a fat small dog is no medium one. A puppy's weight says little. Empty for cats, and where
     * neither is known.
     */
    public Optional<Size> size() {
        if (species == Species.CAT) {
            return Optional.empty();
        }
        return breed.flatMap(Breeds::size)
                .or(() -> weightKg.map(kg -> Size.ofWeight(BodyWeight.ideal(kg, condition()))));
    }

    /** Of a dog of unknown size, what holds for a medium one. */
    public Optional<LifeStage> lifeStage() {
        return months.isPresent()
                ? Optional.of(LifeStage.of(species, size().orElse(Size.MEDIUM), months.getAsInt()))
                : Optional.empty();
    }
}
