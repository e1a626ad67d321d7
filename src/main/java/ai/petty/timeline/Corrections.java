package ai.petty.timeline;

import ai.petty.inference.behaviour.EpisodeId;
import io.vertx.core.Future;
import java.util.Map;
import java.util.UUID;

/** What people have said of events that were told wrong. */
@FunctionalInterface
public interface Corrections {
    /** Nobody has said anything. */
    Corrections NONE = (petId, from, to) -> Future.succeededFuture(Map.of());

    /**
     * The corrections of a pet's events that lie at least partly in a time, by the id that each event has now: where an event is not
     * what it was when it was corrected, by that of the one that overlaps it most.
     *
     * @param from microseconds since 1970 UTC, included
     * @param to not included
     */
    Future<Map<EpisodeId, Correction>> of(UUID petId, long from, long to);

    /**
     * What somebody says it was.
     *
     * @param behaviour as v2 calls it, such as {@code playing}; it need not be one that Petty can find
     * @param at when they said so, microseconds since 1970 UTC
     */
    record Correction(String behaviour, long at) {}
}
