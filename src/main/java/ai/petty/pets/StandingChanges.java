package ai.petty.pets;

import java.util.UUID;

/** Is told who may have lost the right to look at a pet, or sees it in another way from now on, as soon as that is committed. */
@FunctionalInterface
public interface StandingChanges {
    /** Must not block. */
    void of(UUID petId);
}
