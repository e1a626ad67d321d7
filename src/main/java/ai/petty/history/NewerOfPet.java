package ai.petty.history;

import ai.petty.ingest.CommitListener.Stored;
import java.util.UUID;

/** A reading that is newer than what was known of its pet. */
public record NewerOfPet(UUID petId, Stored stored) {}
