package ai.petty.notifications;

import ai.petty.identity.Acts;
import ai.petty.pets.Actor;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** What people want to be told, and how. */
public final class PreferenceKeeping {
    private final Database database;
    private final Acts acts;
    private final InstantSource clock;

    public PreferenceKeeping(Database database, Acts acts, InstantSource clock) {
        this.database = database;
        this.acts = acts;
        this.clock = clock;
    }

    public Future<Preferences> of(UUID account) {
        return database.ask(pool -> PreferenceRepository.find(pool, account));
    }

    /**
     * Changes the caller's own.
     *
     * @param change from what they are to what they shall be; it may be asked more than once
     * @return fails with {@code request.invalid} when quiet hours have no time zone, or a muted pet is none of the caller's
     */
    public Future<Preferences> change(Actor caller, UnaryOperator<Preferences> change) {
        var account = caller.account();
        return database.transact(transaction -> PreferenceRepository.lock(transaction, account)
                        .compose(known -> known
                                ? PreferenceRepository.find(transaction, account)
                                : Future.failedFuture(unknown()))
                        .compose(before -> put(transaction, account, change.apply(before))))
                .onSuccess(changed -> acts.done(account, "preferences.changed", caller.visitor()));
    }

    private Future<Preferences> put(SqlConnection transaction, UUID account, Preferences wanted) {
        if (wanted.quietHours().isPresent() && wanted.timeZone().isEmpty()) {
            return Future.failedFuture(wrong(List.of(
                    new FieldError("/time_zone", "request.invalid", "is required where there are quiet hours"))));
        }
        var now = Micros.of(clock.instant());
        return PreferenceRepository.put(transaction, account, wanted, now)
                .compose(put -> PreferenceRepository.mute(transaction, account, wanted.mutedPets(), now))
                .compose(muted -> muted.equals(wanted.mutedPets())
                        ? Future.succeededFuture(wanted)
                        : Future.failedFuture(wrong(notTheirs(wanted.mutedPets(), muted))));
    }

    private static List<FieldError> notTheirs(Set<UUID> wanted, Set<UUID> muted) {
        var errors = new ArrayList<FieldError>();
        wanted.stream()
                .filter(pet -> !muted.contains(pet))
                .sorted()
                .forEach(pet -> errors.add(
                        new FieldError("/muted_pets", "pet.unknown", "holds a pet that there is not: " + pet)));
        return errors;
    }

    private static Refusal wrong(List<FieldError> errors) {
        return Refusal.invalid(
                errors.size() == 1
                        ? "The request has 1 wrong field."
                        : "The request has " + errors.size() + " wrong fields.",
                errors);
    }

    private static Refusal unknown() {
        return Refusal.of(Refusal.Kind.NOT_FOUND, "account.unknown", "There is no such account.");
    }

    /** For each of {@code accounts} the categories of what it does not want to be shown live; those that want all are left out. */
    public Future<Map<UUID, Set<String>>> unwantedLive(Set<UUID> accounts) {
        return database.ask(pool -> PreferenceRepository.unwanted(pool, accounts, Channel.LIVE));
    }
}
