package ai.petty.pets;

import ai.petty.pets.location.PositionView;
import ai.petty.pets.location.Precision;
import java.util.UUID;

/**
 * How somebody stands to a pet that they may see.
 *
 * @param view how they see where it is
 * @param ofDemo the pet is the demo household's: everybody may look at it, nobody may change it
 */
public record Standing(UUID petId, Role role, Precision precision, PositionView view, boolean ofDemo) {
    static Standing ofDemoPet(UUID petId) {
        return new Standing(petId, Role.VIEWER, Precision.EXACT, PositionView.EXACT, true);
    }

    /** Whether it is written down when this one is told where the pet is: it is not their own, and they are told. */
    public boolean isRecorded() {
        return role != Role.OWNER && !ofDemo && !view.isHidden();
    }
}
