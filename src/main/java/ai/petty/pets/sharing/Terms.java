package ai.petty.pets.sharing;

import ai.petty.pets.Role;
import ai.petty.pets.location.Precision;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What somebody may do with a pet, how exactly they are told where it is, and until when.
 *
 * @param expiresAt empty: until somebody ends it
 */
public record Terms(Role role, Precision precision, Optional<Instant> expiresAt) {
    /** A treatment ends; whoever needs longer is asked again. */
    private static final Duration LONGEST_FOR_A_VET = Duration.ofDays(90);

    /** Where the owner has not said: a vet needs no position. */
    public static Precision usualPrecision(Role role) {
        return switch (role) {
            case OWNER -> Precision.EXACT;
            case CARER, VIEWER -> Precision.HUNDRED_METRES;
            case VET -> Precision.HIDDEN;
        };
    }

    /**
     * @param expiresAtPointer where a wrong time stands in the body
     * @throws Refusal of kind INVALID when these cannot be somebody's terms
     */
    Terms check(String expiresAtPointer, Instant now) {
        var ends = expiresAt.orElse(Instant.MAX);
        if (!ends.isAfter(now)) {
            throw wrong(expiresAtPointer, "must be after now");
        }
        if (role == Role.OWNER && expiresAt.isPresent()) {
            throw wrong(expiresAtPointer, "an owner's membership does not end by itself");
        }
        if (role == Role.VET && ends.isAfter(now.plus(LONGEST_FOR_A_VET))) {
            throw wrong(expiresAtPointer, "a vet's membership must end, in 90 days at the latest");
        }
        return role == Role.OWNER ? new Terms(role, Precision.EXACT, expiresAt) : this;
    }

    private static Refusal wrong(String pointer, String detail) {
        return Refusal.invalid(
                "The request has 1 wrong field.", List.of(new FieldError(pointer, "request.invalid", detail)));
    }
}
