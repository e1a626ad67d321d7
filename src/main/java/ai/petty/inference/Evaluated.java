package ai.petty.inference;

import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.ingest.CommitListener.Stored;
import java.util.List;
import java.util.UUID;

/**
 * What one evaluation of a pairing has found.
 *
 * @param from everything derived from readings at or after this time was computed anew; microseconds since 1970 UTC
 * @param fresh the readings that are newer than all that was known before, in the order of their time. Where something came that is
 *     not, also those that were stored at once and are at most {@code alerts.live-window} older than that: they may have been told
 *     before. One that came late is in no such list
 * @param changed episodes that are new or not as they were
 * @param gone episodes that are no more
 */
public record Evaluated(
        long pairingId, UUID petId, long from, List<Stored> fresh, List<Episode> changed, List<EpisodeId> gone) {}
