package ai.petty.alerts.lost;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.config.PettyConfig;
import ai.petty.history.Fix;
import ai.petty.history.History;
import ai.petty.history.Latest;
import ai.petty.identity.Acts;
import ai.petty.identity.OpaqueToken;
import ai.petty.identity.Visitor;
import ai.petty.pets.Actor;
import ai.petty.pets.Pets;
import ai.petty.pets.Role;
import ai.petty.pets.location.Precision;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Pets that are looked for. What is told of one to whoever holds its link is where it is, as its owner has said, and nothing else; it ends
 * when the search does. All futures fail with a {@link Refusal}.
 */
public final class LostPets {
    private final Database database;
    private final Pets pets;
    private final History history;
    private final LostCollars collars;
    private final Acts acts;
    private final PettyConfig.LostMode config;
    private final InstantSource clock;

    public LostPets(
            Database database,
            Pets pets,
            History history,
            LostCollars collars,
            Acts acts,
            PettyConfig.LostMode config,
            InstantSource clock) {
        this.database = database;
        this.pets = pets;
        this.history = history;
        this.collars = collars;
        this.acts = acts;
        this.config = config;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param link how exactly whoever holds a new live link is told where the pet is; empty: no new link
     */
    public record Search(Duration time, Optional<Precision> link) {}

    /** @param token opens the live link, and is told this once; empty when there is no new one */
    public record Begun(LostMode mode, Optional<OpaqueToken> token) {}

    /**
     * Begins to look for a pet, or goes on for another time. An owner's or a carer's to do; a live link is an owner's to give and to prolong,
     * and a new one takes the place of the one before.
     */
    public Future<Begun> search(Actor caller, UUID petId, Search search) {
        var least = search.link().isPresent() ? Role.OWNER : Role.CARER;
        return pets.require(caller.principal(), petId, least).compose(standing -> {
            check(search);
            var token = search.link().map(precision -> OpaqueToken.fresh());
            var mode = new LostMode(
                    petId,
                    now(),
                    Micros.of(clock.instant().plus(search.time())),
                    config.reportInterval(),
                    Optional.of(caller.account()),
                    search.link());
            return database.transact(transaction -> pets.hold(transaction, caller.principal(), petId, least)
                            .compose(held -> LostModeRepository.put(
                                    transaction,
                                    mode,
                                    token.map(OpaqueToken::hash).orElse(null),
                                    standing.role() == Role.OWNER)))
                    .onSuccess(begun -> {
                        note(caller, "lost_mode.on", petId);
                        token.ifPresent(given -> note(caller, "live_link.given", petId));
                    })
                    .compose(begun -> collars.renew().otherwiseEmpty().map(new Begun(begun, token)));
        });
    }

    private void check(Search search) {
        if (search.time().compareTo(config.longest()) > 0) {
            throw Refusal.invalid(
                    "The request has 1 wrong field.",
                    List.of(new FieldError(
                            "/duration_s",
                            "request.invalid",
                            "must be at most " + config.longest().toSeconds())));
        }
    }

    /** The search is over, and its link with it; an owner's or a carer's to say. */
    public Future<Void> found(Actor caller, UUID petId) {
        return pets.require(caller.principal(), petId, Role.CARER)
                .compose(standing ->
                        database.transact(transaction -> pets.hold(transaction, caller.principal(), petId, Role.CARER)
                                .compose(held -> LostModeRepository.end(transaction, petId, now()))))
                .onSuccess(ended -> {
                    if (ended) {
                        note(caller, "lost_mode.off", petId);
                    }
                })
                .compose(ended -> collars.renew().otherwiseEmpty());
    }

    /** Empty when nobody looks for the pet; an owner's or a carer's to see. */
    public Future<Optional<LostMode>> mode(Actor caller, UUID petId) {
        return pets.require(caller.principal(), petId, Role.CARER)
                .compose(standing -> database.ask(pool -> LostModeRepository.find(pool, petId, now())));
    }

    /** @param position empty when the pet has told none for long */
    public record Sighting(LostMode mode, Optional<Fix> position) {}

    /**
     * Where a pet is, for whoever holds its link.
     *
     * @return fails with {@code link.unknown} when there is no such link (any more)
     */
    public Future<Sighting> sighted(OpaqueToken token, Visitor visitor) {
        return database.ask(pool -> LostModeRepository.byLink(pool, token.hash(), now()))
                .map(found -> found.orElseThrow(LostPets::unknownLink))
                .compose(mode -> pets.strangersView(mode.petId(), mode.link().orElse(Precision.HIDDEN))
                        .compose(view -> history.latest(mode.petId(), view.orElseThrow(LostPets::unknownLink)))
                        .map(latest -> new Sighting(mode, latest.flatMap(Latest::position))))
                .onSuccess(sighting -> acts.looked(
                        Optional.empty(),
                        "live_link.read",
                        "pet:" + sighting.mode().petId(),
                        visitor));
    }

    /** Ends the searches whose time is over; to be called now and then. */
    public Future<Void> endDue() {
        return database.ask(pool -> LostModeRepository.takeEnded(pool, now())).map(ended -> {
            ended.forEach(mode -> acts.note(
                    Optional.empty(), "lost_mode.ended", "pet:" + mode.petId(), Outcome.DONE, Visitor.NOBODY));
            return null;
        });
    }

    private static Refusal unknownLink() {
        return Refusal.of(
                Refusal.Kind.NOT_FOUND,
                "link.unknown",
                "There is no such live link: it was taken back, or its time is over.");
    }

    private void note(Actor caller, String action, UUID petId) {
        acts.note(Optional.of(caller.account()), action, "pet:" + petId, Outcome.DONE, caller.visitor());
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
