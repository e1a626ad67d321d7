package ai.petty.plan;

import ai.petty.pets.PetProfile;
import ai.petty.pets.Weight;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Animals for the tests of plans, all in shape unless it is said otherwise. */
final class Dogs {
    static final LocalDate TODAY = LocalDate.parse("2026-03-01");

    private Dogs() {}

    static CarePlan plan(PetProfile profile) {
        return CarePlan.of(Subject.of(profile, List.of(), Optional.empty(), TODAY));
    }

    static CarePlan plan(PetProfile profile, ObservedActivity observed) {
        return CarePlan.of(Subject.of(profile, List.of(), Optional.of(observed), TODAY));
    }

    static CarePlan plan(PetProfile profile, List<Weight> weights) {
        return CarePlan.of(Subject.of(profile, weights, Optional.empty(), TODAY));
    }

    /** Neutered, and its food holds 400 kcal per 100 g. */
    static PetProfile animal(String species, int months, double kg, int condition) {
        return animal(species, months, (float) kg, (short) condition, true, 400f);
    }

    static PetProfile animal(
            String species,
            @Nullable Integer months,
            @Nullable Float kg,
            @Nullable Short condition,
            @Nullable Boolean neutered,
            @Nullable Float foodKcal) {
        return new PetProfile(
                "Rex",
                species,
                null,
                null,
                neutered,
                months == null ? null : TODAY.minusMonths(months),
                kg,
                condition,
                "UTC",
                null,
                foodKcal,
                null);
    }

    static double mer(CarePlan plan) {
        return plan.energy().flatMap(Energy::mer).orElseThrow().kcal();
    }

    static List<String> codes(CarePlan plan) {
        return plan.recommendations().stream().map(Recommendation::code).toList();
    }
}
