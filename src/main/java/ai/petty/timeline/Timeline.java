package ai.petty.timeline;

import ai.petty.history.Page;
import ai.petty.history.TimeRange;
import ai.petty.inference.BehaviourSearch;
import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.EpisodeId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a pet did when. Whether the caller may see the pet has been asked before; no position is told. Who asks a moment after a reading
 * was stored is told what it led to.
 */
public final class Timeline {
    /** One question may span as much as readings are kept for. */
    public static final Duration LONGEST_RANGE = Duration.ofDays(35);

    /** A pet does a hundred things on a lively day. */
    private static final int MOST_AT_ONCE = 1_000;

    private final BehaviourSearch search;
    private final Corrections corrections;
    private final Calibration calibration;
    private final Waiting waiting;

    public Timeline(BehaviourSearch search, Corrections corrections, Calibration calibration, Waiting waiting) {
        this.search = search;
        this.corrections = corrections;
        this.calibration = calibration;
        this.waiting = waiting;
    }

    /** Waits for what has just been stored to be evaluated, a bounded time; never fails. */
    public Future<Void> settle(UUID petId) {
        return waiting.forPet(petId);
    }

    /**
     * Events that lie at least partly in {@code range}, in the order of their begin, paged.
     *
     * @return fails with a Refusal: {@code range.invalid}, {@code cursor.invalid}
     */
    public Future<Page<Event>> page(UUID petId, TimeRange range, int limit, Optional<String> cursor) {
        return Future.future(promise -> {
            range.check(LONGEST_RANGE);
            var after = cursor.map(text -> EventCursor.decode(petId, text));
            settle(petId)
                    .compose(settled -> search.page(petId, range.from(), range.to(), after, limit + 1))
                    .compose(found -> told(petId, found.subList(0, Math.min(limit, found.size())))
                            .map(events -> new Page<>(
                                    events,
                                    found.size() > limit
                                            ? Optional.of(EventCursor.encode(
                                                    petId,
                                                    events.getLast().episode().id()))
                                            : Optional.empty())))
                    .onComplete(promise);
        });
    }

    /**
     * Events of one collar on its pet in a time, by their begin; of more than a thousand the last. What is not evaluated yet is not
     * waited for.
     *
     * @param from microseconds since 1970 UTC, included
     * @param to not included
     */
    public Future<List<Event>> ofPairing(UUID petId, long pairingId, long from, long to) {
        return search.newest(pairingId, from, to, MOST_AT_ONCE).compose(found -> told(petId, found));
    }

    /** As they are told to people: calibrated, and with what people have said of them. */
    public Future<List<Event>> told(UUID petId, List<Episode> episodes) {
        if (episodes.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        var from = episodes.stream().mapToLong(Episode::from).min().orElseThrow();
        var to = episodes.stream().mapToLong(Episode::to).max().orElseThrow() + 1;
        return Future.all(corrections.of(petId, from, to), calibration.of(petId))
                .map(both -> {
                    Map<EpisodeId, Corrections.Correction> said = both.resultAt(0);
                    Calibration.Curve curve = both.resultAt(1);
                    return episodes.stream()
                            .map(episode -> new Event(
                                    episode,
                                    curve.calibrated(episode.behaviour(), episode.confidence()),
                                    Optional.ofNullable(said.get(episode.id()))))
                            .toList();
                });
    }
}
