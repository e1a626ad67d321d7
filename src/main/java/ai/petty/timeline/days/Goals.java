package ai.petty.timeline.days;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** How long a pet should move on a day. */
@FunctionalInterface
public interface Goals {
    Goal of(PetFacts pet, LocalDate date);

    /**
     * A rule of thumb, until somebody sets another goal: the Kennel Club's classes of exercise (up to 30 minutes, up to an hour, more
     * than that) by size, its five minutes twice a day for each month of a puppy's age, and three quarters for the old. For cats
     * nobody has measured more than that several short games a day are good; 20 minutes stand for that.
     */
    Goals BY_AGE_AND_SIZE = Goals::byAgeAndSize;

    private static Goal byAgeAndSize(PetFacts pet, LocalDate date) {
        var born = pet.birthDate();
        var kg = pet.weightKg();
        return usual(
                pet.species(),
                born == null
                        ? OptionalInt.empty()
                        : OptionalInt.of((int) Math.max(0, ChronoUnit.MONTHS.between(born, date))),
                kg == null ? OptionalDouble.empty() : OptionalDouble.of(kg));
    }

    /**
     * What is usual for one of its age and weight; plans go by it, too.
     *
     * @param months its age; empty where nobody knows it
     */
    static Goal usual(String species, OptionalInt months, OptionalDouble weightKg) {
        if (species.equals("cat")) {
            return new Goal(20, "default: cat");
        }
        var kg = weightKg.orElse(-1);
        var grown = kg < 0 ? 60 : kg < 10 ? 30 : kg < 25 ? 60 : kg < 45 ? 90 : 60;
        var size = kg < 0
                ? "dog of unknown weight"
                : kg < 10
                        ? "dog below 10 kg"
                        : kg < 25 ? "dog of 10 to 25 kg" : kg < 45 ? "dog of 25 to 45 kg" : "dog from 45 kg";
        if (months.isPresent() && months.getAsInt() < 12) {
            return new Goal(
                    Math.min(grown, Math.max(10, 10 * months.getAsInt())),
                    "default: puppy, 10 minutes for each month of age");
        }
        if (months.isPresent() && months.getAsInt() >= 12 * (kg >= 25 ? 8 : 10)) {
            return new Goal(grown * 3 / 4, "default: old " + size);
        }
        return new Goal(grown, "default: " + size);
    }
}
