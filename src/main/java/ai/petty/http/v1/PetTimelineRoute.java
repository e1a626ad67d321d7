package ai.petty.http.v1;

import ai.petty.history.History;
import ai.petty.http.Answers;
import ai.petty.http.StreamedJson;
import ai.petty.http.Visit;
import ai.petty.identity.Principal;
import ai.petty.inference.behaviour.Behaviour;
import ai.petty.pets.Collar;
import ai.petty.pets.Pets;
import ai.petty.store.Micros;
import ai.petty.timeline.Event;
import ai.petty.timeline.Timeline;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** {@code GET /v1/pet-timeline?collar_id=}: what the pet that wears a collar did in the last day. */
public final class PetTimelineRoute implements Handler<RoutingContext> {
    private static final long A_DAY = Duration.ofDays(1).toNanos() / 1_000;
    /** v1 takes readings of clocks that are so far ahead, and their senders ask for what they have just sent. */
    private static final long AHEAD = Duration.ofHours(1).toNanos() / 1_000;

    private static final int MOST_COUNTED = 100_000;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double HUNDREDTHS = 100;

    private final Function<String, Future<Optional<Collar>>> collars;
    private final Pets pets;
    private final Timeline timeline;
    private final History history;
    private final InstantSource clock;

    /** @param collars finds a collar by its serial, and registers it where the configuration says so */
    public PetTimelineRoute(
            Function<String, Future<Optional<Collar>>> collars,
            Pets pets,
            Timeline timeline,
            History history,
            InstantSource clock) {
        this.collars = collars;
        this.pets = pets;
        this.timeline = timeline;
        this.history = history;
        this.clock = clock;
    }

    /**
     * @param dataPoints readings of the day
     * @param waitedNanos how long it took until the newest of them were evaluated
     */
    private record Found(List<Event> events, long dataPoints, long waitedNanos) {}

    @Override
    public void handle(RoutingContext ctx) {
        var serial = AskedCollar.serial(ctx);
        var viewer = Visit.of(ctx).principal();
        collars.apply(serial)
                .compose(found -> found.flatMap(collar -> collar.pairingAt(Micros.of(clock.instant())))
                        .map(pairing -> find(viewer, pairing))
                        .orElseGet(() -> Future.failedFuture(AskedCollar.unknown())))
                .onSuccess(found -> Answers.json(ctx, 200, shape(serial, found, Visit.of(ctx))))
                .onFailure(ctx::fail);
    }

    private Future<Found> find(Principal viewer, Collar.Pairing pairing) {
        var now = Micros.of(clock.instant());
        return pets.see(viewer, pairing)
                .recover(AskedCollar::asUnknown)
                .compose(standing -> {
                    var began = System.nanoTime();
                    return timeline.settle(pairing.petId()).map(settled -> System.nanoTime() - began);
                })
                .compose(waited -> Future.all(
                                timeline.ofPairing(pairing.petId(), pairing.pairingId(), now - A_DAY, now + AHEAD),
                                history.count(pairing.pairingId(), now - A_DAY, now + AHEAD, MOST_COUNTED))
                        .map(both -> new Found(both.resultAt(0), both.resultAt(1), waited)));
    }

    private JsonObject shape(String serial, Found found, Visit visit) {
        var events = new JsonArray();
        found.events().forEach(event -> events.add(event(event)));
        return new JsonObject()
                .put("collar_id", serial)
                .put("timeline", events)
                .put("metadata", metadata(found, visit));
    }

    private static JsonObject event(Event event) {
        var episode = event.episode();
        var metadata = new JsonObject()
                .put("detail", episode.behaviour().wireName())
                .put("end", StreamedJson.instant(episode.to()))
                .put("open", Boolean.toString(episode.isOpen()))
                .put("coverage", text(episode.coverage()))
                .put("model", episode.model());
        episode.evidence().forEach((name, value) -> metadata.put(name, text(value)));
        event.correction().ifPresent(correction -> metadata.put("corrected_to", correction.behaviour()));
        return new JsonObject()
                .put("event_id", episode.id().text())
                .put("timestamp", StreamedJson.instant(episode.from()))
                .put("behavior", name(episode.behaviour()))
                .put("confidence", rounded(event.confidence()))
                .put("metadata", metadata);
    }

    /**
     * In the words that v1 clients know. A sleep that is not v1's Deep Sleep by its rule is rest; play without v1's rule for fetching
     * has no word of its own there, and what it is stands in {@code metadata.detail}.
     */
    private static String name(Behaviour behaviour) {
        return switch (behaviour) {
            case DEEP_SLEEP -> "Deep Sleep";
            case ANXIOUS_PACING -> "Anxious Pacing";
            case PLAYING_FETCH -> "Playing Fetch";
            case RESTING, SLEEPING -> "Resting";
            case WALKING -> "Walking";
            case RUNNING -> "Running";
            case PLAYING -> "Unknown";
        };
    }

    private JsonObject metadata(Found found, Visit visit) {
        var events = found.events();
        return new JsonObject()
                .put("data_points", found.dataPoints())
                .put("behaviors_detected", events.size())
                .put("analysis_time_ms", rounded(visit.elapsedNanos() / NANOS_PER_MILLI))
                .put("ai_processing_time_ms", rounded(found.waitedNanos() / NANOS_PER_MILLI))
                // v1 has a number here, whatever there is.
                .put(
                        "average_confidence",
                        rounded(events.stream()
                                .mapToDouble(Event::confidence)
                                .average()
                                .orElse(0)))
                .put("generated_at", StreamedJson.instant(Micros.of(clock.instant())))
                .put(
                        "model_version",
                        events.isEmpty() ? "rules" : events.getLast().episode().model());
    }

    private static double rounded(double value) {
        return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
    }

    private static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
