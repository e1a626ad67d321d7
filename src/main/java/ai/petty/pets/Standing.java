package ai.petty.pets;

import java.util.UUID;

/**
 * How somebody stands to a pet that they may see.
 *
 * @param ofDemo the pet is the demo household's: everybody may look at it, nobody may change it
 */
public record Standing(UUID petId, Role role, Precision precision, boolean ofDemo) {
    static Standing ofDemoPet(UUID petId) {
        return new Standing(petId, Role.VIEWER, Precision.EXACT, true);
    }
}
