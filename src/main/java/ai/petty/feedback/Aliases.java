package ai.petty.feedback;

import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.EpisodeId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which event of today a verdict is shown with. */
final class Aliases {
    private static final Comparator<Said> BY_WEIGHT = Comparator.comparing(Said::ofKeeper)
            .thenComparingLong(one -> one.correction().givenAt());

    private Aliases() {}

    /**
     * A verdict as it was given.
     *
     * @param to where its event ended then, microseconds since 1970 UTC
     * @param ofKeeper whether who gave it owns or keeps the pet
     */
    record Said(Correction correction, long to, boolean ofKeeper) {
        EpisodeId event() {
            return correction.saidOf();
        }
    }

    /** Of several verdicts on one event those of owners and carers outrank those of viewers and vets; of two alike the later wins. */
    static Map<EpisodeId, Correction> shown(List<Said> said, Collection<Episode> episodes) {
        var known = episodes.stream().map(Episode::id).collect(Collectors.toSet());
        var shown = new HashMap<EpisodeId, Said>();
        for (var one : said) {
            var event = known.contains(one.event()) ? Optional.of(one.event()) : heir(one, episodes);
            event.ifPresent(id ->
                    shown.merge(id, one, (before, now) -> BY_WEIGHT.compare(now, before) >= 0 ? now : before));
        }
        return shown.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().correction()));
    }

    /**
     * Sleep lies over rest, play over walks: an event of another behaviour in the same place is another claim. Only where no event of its
     * own behaviour is left has another taken its place, and then only what the pet did instead can be said of that.
     */
    private static Optional<EpisodeId> heir(Said gone, Collection<Episode> episodes) {
        return renamed(gone.event(), gone.to(), episodes)
                .or(() -> overlapping(gone.event(), gone.to(), episodes, one -> true)
                        .filter(one -> gone.correction()
                                .corrected()
                                .filter(label -> !label.equals(one.behaviour().wireName()))
                                .isPresent()))
                .map(Episode::id);
    }

    /**
     * The event that a gone one has become: of its pairing and behaviour the one that overlaps it most, then the earlier.
     *
     * @param to where the gone one ended, microseconds since 1970 UTC
     */
    static Optional<Episode> renamed(EpisodeId gone, long to, Collection<Episode> episodes) {
        return overlapping(gone, to, episodes, one -> one.behaviour() == gone.behaviour());
    }

    private static Optional<Episode> overlapping(
            EpisodeId gone, long to, Collection<Episode> episodes, Predicate<Episode> which) {
        return episodes.stream()
                .filter(one -> one.id().pairingId() == gone.pairingId() && overlap(gone, to, one) > 0)
                .filter(which)
                .max(Comparator.<Episode>comparingLong(one -> overlap(gone, to, one))
                        .thenComparing(Comparator.comparingLong(Episode::from).reversed())
                        .thenComparingInt(one -> one.behaviour().code()));
    }

    /** In microseconds, both ends included. */
    private static long overlap(EpisodeId gone, long to, Episode one) {
        return Math.min(to, one.to()) - Math.max(gone.from(), one.from()) + 1;
    }
}
