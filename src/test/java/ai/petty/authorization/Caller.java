package ai.petty.authorization;

import static ai.petty.authorization.Expected.refused;

import ai.petty.pets.Role;
import java.util.Optional;

/** Somebody, or nobody, at the door. */
enum Caller {
    NOBODY,
    GARBAGE,
    GARBAGE_IN_THREE_PARTS,
    EXPIRED,
    NOT_YET_VALID,
    WRONG_ISSUER,
    WRONG_AUDIENCE,
    WRONG_KEY,
    UNSIGNED,
    SIGNED_WITH_THE_PUBLIC_KEY,
    REVOKED,
    /** Has every scope but the one that is needed. */
    WITHOUT_SCOPE,
    COLLAR,
    /** Signed in, with every scope, and the owner of other pets. */
    STRANGER,
    OWNER,
    CARER,
    VIEWER,
    VET,
    /** Was the owner's vet until yesterday. */
    FORMER_VET;

    Optional<Role> role() {
        return switch (this) {
            case OWNER -> Optional.of(Role.OWNER);
            case CARER -> Optional.of(Role.CARER);
            case VIEWER -> Optional.of(Role.VIEWER);
            case VET -> Optional.of(Role.VET);
            default -> Optional.empty();
        };
    }

    /** What the table's line means for this caller. */
    Expected expected(Operation operation) {
        if (operation.open()) {
            return operation.good();
        }
        return switch (this) {
            case NOBODY -> refused(401, "auth.required");
            case GARBAGE -> refused(401, "auth.invalid_credential");
            case GARBAGE_IN_THREE_PARTS,
                    WRONG_ISSUER,
                    WRONG_AUDIENCE,
                    WRONG_KEY,
                    UNSIGNED,
                    SIGNED_WITH_THE_PUBLIC_KEY -> refused(401, "auth.invalid_token");
            case EXPIRED -> refused(401, "auth.token_expired");
            case NOT_YET_VALID -> refused(401, "auth.token_not_yet_valid");
            case REVOKED -> refused(401, "auth.token_revoked");
            case WITHOUT_SCOPE ->
                operation.scope().isEmpty() ? operation.good() : refused(403, "auth.insufficient_scope");
            case COLLAR -> operation.collarsToo() ? operation.good() : refused(403, "auth.not_for_collars");
            case STRANGER, FORMER_VET, OWNER, CARER, VIEWER, VET ->
                operation.least().map(least -> expected(operation, least)).orElseGet(() -> operation.good());
        };
    }

    private Expected expected(Operation operation, Role least) {
        return role().map(mine -> mayDo(mine, least)
                        ? operation.good()
                        : operation.others().orElse(refused(403, "pet.role_insufficient")))
                .orElseGet(() -> operation.others().orElse(refused(404, "pet.unknown")));
    }

    /** Written out, so that it does not lean on what it judges. */
    private static boolean mayDo(Role mine, Role least) {
        return switch (least) {
            case OWNER -> mine == Role.OWNER;
            case CARER -> mine == Role.OWNER || mine == Role.CARER;
            case VIEWER, VET -> true;
        };
    }
}
