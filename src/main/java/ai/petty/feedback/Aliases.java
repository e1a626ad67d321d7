package ai.petty.feedback;

import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.EpisodeId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which event of today a verdict is shown with. */
final class Aliases {
    private Aliases() {}

    /**
     * A verdict as it was given.
     *
     * @param to where its event ended then, microseconds since 1970 UTC
     */
    record Said(Correction correction, long to) {
        EpisodeId event() {
            return correction.saidOf();
        }
    }

    /** Of several verdicts on one event the later wins. */
    static Map<EpisodeId, Correction> shown(List<Said> said, Collection<Episode> episodes) {
        var byId = episodes.stream().collect(Collectors.toMap(Episode::id, Function.identity(), (one, same) -> one));
        var shown = new HashMap<EpisodeId, Correction>();
        for (var one : said) {
            var event = byId.containsKey(one.event()) ? Optional.of(one.event()) : heir(one, episodes);
            event.ifPresent(id -> shown.merge(
                    id, one.correction(), (before, now) -> now.givenAt() >= before.givenAt() ? now : before));
        }
        return shown;
    }

    /** The event of the same pairing that overlaps the gone one most; of two the one of its behaviour, then the earlier. */
    private static Optional<EpisodeId> heir(Said gone, Collection<Episode> episodes) {
        return episodes.stream()
                .filter(one -> one.id().pairingId() == gone.event().pairingId() && overlap(gone, one) > 0)
                .max(Comparator.<Episode>comparingLong(one -> overlap(gone, one))
                        .thenComparing(one -> one.behaviour() == gone.event().behaviour())
                        .thenComparing(Comparator.comparingLong(Episode::from).reversed())
                        .thenComparingInt(one -> one.behaviour().code()))
                .map(Episode::id);
    }

    /** In microseconds, both ends included. */
    private static long overlap(Said gone, Episode one) {
        return Math.min(gone.to(), one.to()) - Math.max(gone.event().from(), one.from()) + 1;
    }
}
