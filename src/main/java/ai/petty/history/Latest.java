package ai.petty.history;

import ai.petty.ingest.CommitListener.Stored;
import java.util.Optional;

/**
 * The newest reading of a pet.
 *
 * @param serial of the collar that sent it
 * @param position the newest known position, up to a day older than the reading
 */
public record Latest(String serial, Stored newest, Optional<Fix> position) {}
