package ai.petty.live;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/**
 * Something new of a pet that is no reading. No position is in it.
 *
 * @param event the event's name on the wire, such as {@code episode} or {@code alert}
 * @param category by which people choose what they are shown; empty: everybody is
 * @param body as it is sent
 * @param changedAt by which the next question goes on, microseconds since 1970 UTC
 */
public record News(UUID petId, String event, Optional<String> category, JsonObject body, long changedAt) {}
