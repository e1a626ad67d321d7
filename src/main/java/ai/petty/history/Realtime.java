package ai.petty.history;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest known value of each kind, none more than a day older than the newest reading.
 *
 * @param t of the newest reading, microseconds since 1970 UTC
 */
public record Realtime(long t, @Nullable Float hr, @Nullable Short activity, Optional<Fix> position) {}
