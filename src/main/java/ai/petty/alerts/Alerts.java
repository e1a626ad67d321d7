package ai.petty.alerts;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.identity.Acts;
import ai.petty.pets.Actor;
import ai.petty.pets.Pets;
import ai.petty.pets.Role;
import ai.petty.pets.location.PositionView;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is and was wrong with a pet, and who has taken care of it. All futures fail with a {@link Refusal} when the caller may not, or the
 * database is away.
 */
public final class Alerts {
    private static final int MOST_OPEN = 100;

    private final Database database;
    private final Ledger ledger;
    private final Pets pets;
    private final Acts acts;
    private final InstantSource clock;

    public Alerts(Database database, Ledger ledger, Pets pets, Acts acts, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.pets = pets;
        this.acts = acts;
        this.clock = clock;
    }

    /** @param nextCursor where the next page starts; empty when this is the last */
    public record Page(List<Alert> alerts, Optional<String> nextCursor) {}

    /**
     * The newest first, each with the place as the caller is told it.
     *
     * @return fails with {@code cursor.invalid} for a cursor of another question
     */
    public Future<Page> list(Actor caller, UUID petId, boolean onlyOpen, int limit, Optional<String> cursor) {
        return pets.look(caller, petId).compose(standing -> {
            var before = cursor.map(text -> AlertCursor.decode(text, petId, onlyOpen))
                    .orElse(AlertCursor.START);
            return database.ask(pool -> AlertRepository.page(pool, petId, onlyOpen, before, limit + 1))
                    .map(found -> page(
                            found.stream()
                                    .map(alert -> alert.seenBy(standing.view()))
                                    .toList(),
                            limit,
                            petId,
                            onlyOpen));
        });
    }

    private static Page page(List<Alert> found, int limit, UUID petId, boolean onlyOpen) {
        if (found.size() <= limit) {
            return new Page(found, Optional.empty());
        }
        var kept = found.subList(0, limit);
        return new Page(kept, Optional.of(AlertCursor.of(kept.getLast()).encode(petId, onlyOpen)));
    }

    /** What is wrong right now, without places; whether the caller may see the pet has been asked before. */
    public Future<List<Alert>> open(UUID petId) {
        return database.ask(pool -> AlertRepository.page(pool, petId, true, AlertCursor.START, MOST_OPEN))
                .map(found -> found.stream()
                        .map(alert -> alert.seenBy(PositionView.HIDDEN))
                        .toList());
    }

    /**
     * Somebody has seen it; the first one stays. An owner's or a carer's to do.
     *
     * @return fails with {@code alert.unknown}, and with {@code alert.resolved} when it is over
     */
    public Future<Alert> acknowledge(Actor caller, UUID petId, String alertId) {
        return changed(
                caller,
                petId,
                alertId,
                "alert.acknowledged",
                (transaction, id, account) -> AlertRepository.acknowledge(transaction, petId, id, account, now()),
                alert -> alert.isOpen()
                        ? Future.succeededFuture(alert)
                        : Future.failedFuture(
                                Refusal.of(Refusal.Kind.CONFLICT, "alert.resolved", "The alert is over already.")));
    }

    /**
     * Somebody says that it is over. It comes again only after what it is about has been as it should be. One that is over already stays as
     * it is. An owner's or a carer's to do.
     *
     * @return fails with {@code alert.unknown}
     */
    public Future<Alert> resolve(Actor caller, UUID petId, String alertId) {
        return changed(
                caller,
                petId,
                alertId,
                "alert.resolved",
                (transaction, id, account) -> ledger.resolve(transaction, petId, id, account, now()),
                Future::succeededFuture);
    }

    /** What is done to one alert. */
    private interface Work {
        /** Empty when there was nothing to do. */
        Future<Optional<Alert>> with(SqlConnection transaction, AlertId id, UUID account);
    }

    /** What is answered about an alert as it is, when there was nothing to do. */
    private interface Otherwise {
        Future<Alert> of(Alert asItIs);
    }

    private Future<Alert> changed(
            Actor caller, UUID petId, String alertId, String action, Work work, Otherwise otherwise) {
        return pets.require(caller.principal(), petId, Role.CARER).compose(standing -> {
            var account = caller.account();
            var id = AlertId.parse(alertId).orElseThrow(Alerts::unknown);
            return database.transact(transaction -> pets.hold(transaction, caller.principal(), petId, Role.CARER)
                            .compose(held -> work.with(transaction, id, account)))
                    .onSuccess(done -> done.ifPresent(alert ->
                            acts.note(Optional.of(account), action, "pet:" + petId, Outcome.DONE, caller.visitor())))
                    .compose(done -> done.map(Future::succeededFuture)
                            .orElseGet(() -> database.ask(pool -> AlertRepository.find(pool, petId, id))
                                    .compose(found -> otherwise.of(found.orElseThrow(Alerts::unknown)))))
                    .map(alert -> alert.seenBy(standing.view()));
        });
    }

    private static Refusal unknown() {
        return Refusal.of(Refusal.Kind.NOT_FOUND, "alert.unknown", "The pet has no such alert.");
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
