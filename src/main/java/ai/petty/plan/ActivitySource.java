package ai.petty.plan;

import io.vertx.core.Future;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;

/** Tells how active a pet was of late. */
@FunctionalInterface
public interface ActivitySource {
    /**
     * Of whole days before {@code today}.
     *
     * @return empty when nothing was observed
     */
    Future<Optional<ObservedActivity>> observed(UUID petId, LocalDate today, ZoneId zone);
}
