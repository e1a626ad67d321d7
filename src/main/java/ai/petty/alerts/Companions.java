package ai.petty.alerts;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.identity.Acts;
import ai.petty.pets.Actor;
import ai.petty.pets.Pets;
import ai.petty.pets.Role;
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
 * Whose phone is with a pet: while one is, nobody is told that it is outside. A phone says so again before its time is over; one that
 * says nothing more is with the pet no longer.
 */
public final class Companions {
    private final Database database;
    private final Pets pets;
    private final Acts acts;
    private final Duration longest;
    private final InstantSource clock;

    /** @param longest that a phone may say ahead */
    public Companions(Database database, Pets pets, Acts acts, Duration longest, InstantSource clock) {
        this.database = database;
        this.pets = pets;
        this.acts = acts;
        this.longest = longest;
        this.clock = clock;
    }

    /**
     * Somebody who is with the pet. Times are microseconds since 1970 UTC.
     *
     * @param since without a break
     */
    public record Companion(UUID account, long since, long expiresAt) {}

    /**
     * The caller's phone is with the pet for a while; an owner's or a carer's to say.
     *
     * @return fails with {@code request.invalid} for a time that is longer than allowed
     */
    public Future<Companion> accompany(Actor caller, UUID petId, Duration time) {
        return pets.require(caller.principal(), petId, Role.CARER).compose(standing -> {
            var account = caller.account();
            if (time.compareTo(longest) > 0) {
                throw Refusal.invalid(
                        "The request has 1 wrong field.",
                        List.of(new FieldError(
                                "/duration_s", "request.invalid", "must be at most " + longest.toSeconds())));
            }
            var now = now();
            var until = Micros.of(clock.instant().plus(time));
            return database.transact(transaction -> pets.hold(transaction, caller.principal(), petId, Role.CARER)
                            .compose(held ->
                                    CompanionRepository.put(transaction, petId, new Companion(account, now, until))))
                    .onSuccess(put -> {
                        if (put.since() == now) {
                            note(caller, "companion.came", petId);
                        }
                    });
        });
    }

    /** The caller's phone has left the pet. */
    public Future<Void> leave(Actor caller, UUID petId) {
        return pets.require(caller.principal(), petId, Role.CARER)
                .compose(
                        standing -> database.ask(pool -> CompanionRepository.end(pool, petId, caller.account(), now())))
                .onSuccess(left -> {
                    if (left) {
                        note(caller, "companion.left", petId);
                    }
                })
                .mapEmpty();
    }

    /** Who is with the pet now; an owner's or a carer's to see. */
    public Future<List<Companion>> present(Actor caller, UUID petId) {
        return pets.require(caller.principal(), petId, Role.CARER)
                .compose(standing -> database.ask(pool -> CompanionRepository.present(pool, petId, now())));
    }

    /** Forgets who was with a pet; to be called now and then. */
    public Future<Void> prune() {
        return database.ask(pool ->
                CompanionRepository.prune(pool, Micros.of(clock.instant().minus(Duration.ofHours(1)))));
    }

    private void note(Actor caller, String action, UUID petId) {
        acts.note(Optional.of(caller.account()), action, "pet:" + petId, Outcome.DONE, caller.visitor());
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
