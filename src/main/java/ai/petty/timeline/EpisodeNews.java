package ai.petty.timeline;

import ai.petty.inference.BehaviourSearch;
import ai.petty.inference.BehaviourSearch.Change;
import ai.petty.live.News;
import ai.petty.live.NewsSource;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Shows to those who watch a pet which of its episodes are new, not as they were, or no more. */
public final class EpisodeNews implements NewsSource {
    private static final String EVENT = "episode";

    private final BehaviourSearch search;
    private final Timeline timeline;
    private final Function<Event, JsonObject> shape;

    /** @param shape how an event stands on the wire */
    public EpisodeNews(BehaviourSearch search, Timeline timeline, Function<Event, JsonObject> shape) {
        this.search = search;
        this.timeline = timeline;
        this.shape = shape;
    }

    @Override
    public Future<List<News>> since(Collection<UUID> petIds, long since) {
        return search.changedSince(petIds, since).compose(changes -> {
            var byPet = changes.stream().collect(Collectors.groupingBy(Change::petId));
            var told = byPet.entrySet().stream().map(this::ofPet).toList();
            return Future.all(told)
                    .map(all ->
                            told.stream().flatMap(one -> one.result().stream()).toList());
        });
    }

    private Future<List<News>> ofPet(Map.Entry<UUID, List<Change>> petToChanges) {
        var petId = petToChanges.getKey();
        var changes = petToChanges.getValue();
        var there =
                changes.stream().filter(change -> change.episode().isPresent()).toList();
        var gone = changes.stream().filter(change -> change.episode().isEmpty());
        return timeline.told(
                        petId,
                        there.stream()
                                .flatMap(change -> change.episode().stream())
                                .toList())
                .map(events -> Stream.concat(
                                gone.map(change -> news(change, goneBody(change))),
                                // Each event stands where its change does.
                                IntStream.range(0, events.size())
                                        .mapToObj(i -> news(there.get(i), shape.apply(events.get(i)))))
                        .toList());
    }

    private static JsonObject goneBody(Change change) {
        return new JsonObject().put("event_id", change.id().text()).put("gone", true);
    }

    private static News news(Change change, JsonObject body) {
        return new News(change.petId(), EVENT, Optional.empty(), body, change.changedAt());
    }
}
