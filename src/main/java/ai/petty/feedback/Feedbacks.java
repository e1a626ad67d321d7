package ai.petty.feedback;

import ai.petty.identity.Principal;
import ai.petty.inference.Behaviours;
import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.pets.Actor;
import ai.petty.pets.Pets;
import ai.petty.pets.Role;
import ai.petty.privacy.FieldCipher;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Takes what people say to events, and tells each what they have said. All futures fail with a {@link Refusal}. */
public final class Feedbacks {
    /** Whatever text an app sends makes a row: there must be an end to it. */
    private static final int MOST_UNMATCHED = 1_000;

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Database database;
    private final FeedbackRepository repository;
    private final Pets pets;
    private final Events events;
    private final Earlier earlier;
    private final WindowEvidence windows;
    private final InstantSource clock;
    private final Consumer<UUID> heard;

    /** @param heard told of the pet whose event somebody has said something to, once that is committed */
    Feedbacks(
            Database database,
            FieldCipher cipher,
            Pets pets,
            WindowEvidence windows,
            InstantSource clock,
            Consumer<UUID> heard) {
        this.database = database;
        this.repository = new FeedbackRepository(cipher);
        this.pets = pets;
        this.events = new Events(database, pets, new Behaviours(database));
        this.earlier = new Earlier(database, repository);
        this.windows = windows;
        this.clock = clock;
        this.heard = heard;
    }

    /**
     * What was noted.
     *
     * @param isNew whether it is the person's first word on this event
     * @param segmentKept false where one was sent along that there was no room for
     */
    public record Noted(Feedback feedback, boolean isNew, boolean segmentKept) {}

    /** How the words are to be taken: an app of v1 knows no words for all that can be said, so what it leaves out stays. */
    private enum Words {
        ALL,
        SOME
    }

    /**
     * Keeps it whatever event it is on: one that is not known, or not theirs to see, is kept as unmatched, unless there are {@value
     * #MOST_UNMATCHED} such already.
     */
    public Future<Noted> submit(Actor caller, Given given) {
        return Future.future(promise -> {
            var account = account(caller);
            events.find(caller, given.eventId())
                    .compose(found -> put(caller, account, given, Words.SOME, found))
                    .onComplete(promise);
        });
    }

    /** @return fails with {@code event.unknown} when this pet has no such event */
    public Future<Noted> submit(Actor caller, UUID petId, Given given) {
        return Future.future(promise -> {
            var account = account(caller);
            pets.require(caller.principal(), petId, Role.VIEWER)
                    .compose(standing -> found(petId, given.eventId()))
                    .map(found -> check(given, found))
                    .compose(found -> put(caller, account, given, Words.ALL, Optional.of(found)))
                    .onComplete(promise);
        });
    }

    /** Who holds the demo household's secret has no account, but a say. */
    private static Optional<UUID> account(Actor caller) {
        if (caller.principal() instanceof Principal.Person) {
            return caller.knownAccount();
        }
        return Optional.of(caller.account());
    }

    private Future<Events.Found> found(UUID petId, String eventId) {
        return EpisodeId.parse(eventId)
                .map(id -> events.find(petId, id))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .map(found -> found.orElseThrow(Feedbacks::unknown));
    }

    private static Refusal unknown() {
        return Refusal.of(Refusal.Kind.NOT_FOUND, "event.unknown", "This pet has no such event.");
    }

    private static Events.Found check(Given given, Events.Found found) {
        var errors = new ArrayList<FieldError>();
        if (given.corrected().isPresent() && given.verdict() == Verdict.CORRECT) {
            errors.add(new FieldError(
                    "/corrected_behavior", "request.invalid", "must not stand beside the verdict correct"));
        }
        if (given.corrected()
                .filter(label -> label.equals(found.episode().behaviour().wireName()))
                .isPresent()) {
            errors.add(new FieldError(
                    "/corrected_behavior", "request.invalid", "must be another behaviour than the event's own"));
        }
        if (!errors.isEmpty()) {
            throw Refusal.invalid(
                    errors.size() == 1 ? "The request has 1 wrong field." : "The request has 2 wrong fields.", errors);
        }
        return found;
    }

    private Future<Noted> put(
            Actor caller, Optional<UUID> account, Given given, Words words, Optional<Events.Found> found) {
        return earlier.place(account, given.eventId(), found.map(Events.Found::petId), found.map(Events.Found::episode))
                .compose(place -> evidence(found, place)
                        .compose(evidence -> database.transact(
                                transaction -> caller.once()
                                        .take(transaction)
                                        .compose(first -> room(transaction, account, found, place))
                                        .compose(room -> repository.put(
                                                transaction,
                                                account,
                                                place.feedbackId(),
                                                given,
                                                evidence,
                                                words == Words.SOME,
                                                Micros.of(clock.instant()))),
                                put -> put.feedback().petId().ifPresent(heard))))
                .map(put -> new Noted(put.feedback(), put.isNew(), put.segmentKept()));
    }

    /** Windows that are there already are not made again. */
    private Future<Optional<Evidence>> evidence(Optional<Events.Found> found, Earlier.Place place) {
        if (found.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        var episode = found.get().episode();
        var seen = place.row().filter(row -> row.has(episode)).isPresent()
                ? Future.succeededFuture(List.<MotionEvidence>of())
                : windows.of(episode.id().pairingId(), episode.from(), episode.to());
        return seen.map(all -> Optional.of(new Evidence(found.get().petId(), episode, all)));
    }

    /** Who holds the demo household's secret may say what they like: it is open on nobody's machine but their own. */
    private static Future<Void> room(
            SqlConnection transaction, Optional<UUID> account, Optional<Events.Found> found, Earlier.Place place) {
        if (account.isEmpty() || found.isPresent() || place.row().isPresent()) {
            return Future.succeededFuture();
        }
        return FeedbackRepository.unmatched(transaction, account.get(), MOST_UNMATCHED)
                .compose(there -> there < MOST_UNMATCHED
                        ? Future.succeededFuture()
                        : Future.failedFuture(Refusal.invalid(
                                "The feedback is on no event that is known.",
                                List.of(new FieldError(
                                        "/event_id",
                                        "request.invalid",
                                        "is no event of yours, and 1,000 such are kept already")))));
    }

    /** @return fails with {@code feedback.none} when the caller has not said anything to it */
    public Future<Feedback> mine(Actor caller, UUID petId, String eventId) {
        return Future.future(promise -> {
            var account = account(caller);
            pets.require(caller.principal(), petId, Role.VIEWER)
                    .compose(standing -> known(petId, eventId))
                    .compose(event -> earlier.place(account, eventId, Optional.of(petId), event))
                    .compose(place -> database.ask(pool -> repository.find(pool, place.feedbackId(), petId)))
                    .map(found -> found.orElseThrow(() -> Refusal.of(
                            Refusal.Kind.NOT_FOUND, "feedback.none", "You have not said anything to this event.")))
                    .onComplete(promise);
        });
    }

    private Future<Optional<Episode>> known(UUID petId, String eventId) {
        return EpisodeId.parse(eventId)
                .map(id -> events.find(petId, id))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .map(found -> found.map(Events.Found::episode));
    }

    /** The caller's own on this pet's events, behind {@code after} in the order of their ids. */
    public Future<List<Feedback>> mine(Actor caller, UUID petId, Optional<UUID> after, int limit) {
        return Future.future(promise -> {
            var account = account(caller);
            pets.require(caller.principal(), petId, Role.VIEWER)
                    .compose(standing -> database.ask(
                            pool -> repository.ofPet(pool, account, petId, after.orElse(BEFORE_ALL), limit)))
                    .onComplete(promise);
        });
    }

    /** All that an account has ever said, for its export; behind {@code after} in the order of their ids. */
    public Future<List<Feedback>> all(UUID account, Optional<UUID> after, int limit) {
        return database.ask(pool -> repository.ofAccount(pool, account, after.orElse(BEFORE_ALL), limit));
    }
}
