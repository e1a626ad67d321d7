package ai.petty.alerts;

import java.util.UUID;

/** Knows a pet's own resting heart rate. */
@FunctionalInterface
public interface RestingHeart {
    /** Where nothing is known of any pet. */
    RestingHeart UNKNOWN = petId -> new Nothing();

    /** What is known. */
    sealed interface Known {}

    /** It is being found out. Nothing is said of the pet's heart until then: another process may know more of it. */
    record NotYet() implements Known {}

    /** Nothing, of this pet. */
    record Nothing() implements Known {}

    /**
     * @param bpm beats a minute
     * @param readiness how far there is enough behind it, 0..1; below 1 it is not relied on
     */
    record Resting(double bpm, double readiness) implements Known {
        boolean isReady() {
            return readiness >= 1;
        }
    }

    /**
     * Says at once what is known. The caller is in a transaction, and whoever held one connection and waited for another could wait for
     * ever; so what is not known is found out meanwhile.
     */
    Known of(UUID petId);
}
