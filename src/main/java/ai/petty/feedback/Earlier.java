package ai.petty.feedback;

import ai.petty.inference.Behaviours;
import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.store.Database;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds where somebody's words to an event stand, by whatever name it had when they were said: one person has one say on one event. */
final class Earlier {
    private final Database database;
    private final FeedbackRepository repository;
    private final Behaviours behaviours;

    Earlier(Database database, FeedbackRepository repository) {
        this.database = database;
        this.repository = repository;
        this.behaviours = new Behaviours(database);
    }

    /**
     * A row that may hold them.
     *
     * @param event what they were said of; empty where that was not known
     * @param to where it ended then, microseconds since 1970 UTC
     */
    record Row(UUID feedbackId, Optional<UUID> petId, Optional<EpisodeId> event, long to, boolean hasWindows) {
        /** Whether it was said of this event as it is now, and has its windows. */
        boolean has(Episode episode) {
            return hasWindows && event.equals(Optional.of(episode.id())) && to == episode.to();
        }
    }

    /**
     * Where they stand, or are to stand.
     *
     * @param row what is there already
     */
    record Place(UUID feedbackId, Optional<Row> row) {}

    /**
     * Where an account's words stand.
     *
     * @param name what the event is called by whom asks
     * @param event and pet: what that is today, where it is anything
     */
    Future<Place> place(Optional<UUID> account, String name, Optional<UUID> petId, Optional<Episode> event) {
        var given = EpisodeId.parse(name);
        var names = new LinkedHashSet<UUID>();
        event.ifPresent(one -> names.add(repository.id(account, one.id().text())));
        names.add(repository.id(account, name));
        var span = event.map(one -> new FeedbackRepository.Span(one.id(), one.to()))
                .or(() -> given.map(id -> new FeedbackRepository.Span(id, id.from())));
        return database.ask(pool -> repository.rows(pool, account, List.copyOf(names), span))
                .compose(rows -> row(rows, names, given, petId, event)
                        .map(found -> found.map(row -> new Place(row.feedbackId(), found))
                                .orElseGet(() -> fresh(account, names.getFirst(), name, rows))));
    }

    private Future<Optional<Row>> row(
            List<Row> rows,
            Collection<UUID> names,
            Optional<EpisodeId> given,
            Optional<UUID> petId,
            Optional<Episode> event) {
        var plain = Stream.<Predicate<Row>>of(
                        row -> event.isPresent() && row.event().equals(event.map(Episode::id)),
                        row -> given.isPresent() && row.event().equals(given),
                        row -> names.contains(row.feedbackId()) && (row.event().isEmpty() || event.isEmpty()))
                .flatMap(rule -> rows.stream().filter(rule))
                .findFirst();
        var strangers = rows.stream().filter(row -> row.event().isPresent()).toList();
        if (plain.isPresent() || event.isEmpty() || petId.isEmpty() || strangers.isEmpty()) {
            return Future.succeededFuture(plain);
        }
        return around(petId.get(), strangers).map(all -> renamed(strangers, event.get(), all));
    }

    private Future<List<Episode>> around(UUID petId, List<Row> rows) {
        var first =
                rows.stream().mapToLong(row -> row.event().orElseThrow().from()).min();
        var last = rows.stream().mapToLong(Row::to).max();
        return behaviours.episodes(petId, first.orElseThrow(), last.orElseThrow() + 1);
    }

    private static Optional<Row> renamed(List<Row> rows, Episode event, List<Episode> all) {
        return rows.stream()
                .filter(row -> {
                    var gone = row.event().orElseThrow();
                    return all.stream().noneMatch(one -> one.id().equals(gone))
                            && Aliases.renamed(gone, row.to(), all)
                                    .map(Episode::id)
                                    .equals(Optional.of(event.id()));
                })
                .findFirst();
    }

    /** A row of this name that is on another event by now stays where it is. */
    private Place fresh(Optional<UUID> account, UUID id, String name, List<Row> rows) {
        var taken = rows.stream().filter(row -> row.feedbackId().equals(id)).findFirst();
        return new Place(
                taken.flatMap(Row::event)
                        .map(event -> repository.id(account, name + "\n" + event.text()))
                        .orElse(id),
                Optional.empty());
    }
}
