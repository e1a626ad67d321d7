package ai.petty.account;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.audit.AuditLog;
import ai.petty.identity.Acts;
import ai.petty.identity.Visitor;
import ai.petty.identity.account.Accounts;
import ai.petty.pets.CollarDirectory;
import ai.petty.pets.CollarRevocations;
import ai.petty.pets.PetLeavings;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Forgets an account and everything that is only its own. What names, places or lets in somebody goes in one transaction; what
 * the collars of its pets have sent lies there without a name from then on and is taken away in pieces by
 * {@link PetLeavings}, which any process can go on with. Once more is nothing more.
 */
public final class Erasure {
    /** Long enough that a session of an abandoned account cannot be continued by a lost answer any more. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private static final int AT_ONCE = 20;

    private final Database database;
    private final Accounts accounts;
    private final Collars collars;
    private final AuditLog audit;
    private final Acts acts;
    private final InstantSource clock;

    /** How processes learn that a collar is nobody's any more. */
    public record Collars(CollarDirectory directory, CollarRevocations revocations) {}

    public Erasure(
            Database database, Accounts accounts, Collars collars, AuditLog audit, Acts acts, InstantSource clock) {
        this.database = database;
        this.accounts = accounts;
        this.collars = collars;
        this.audit = audit;
        this.acts = acts;
        this.clock = clock;
    }

    /**
     * Erases the account of somebody who has just signed in to it.
     *
     * @param session of the caller
     * @return fails with {@code auth.sign_in_again}
     */
    public Future<Void> erase(UUID account, Optional<UUID> session, Visitor visitor) {
        return accounts.requireFresh(account, session, "account.erased", visitor)
                .compose(fresh -> erase(account));
    }

    /** Erases an account, whoever wants it; nothing happens when there is none. */
    Future<Void> erase(UUID account) {
        return database.transact(transaction -> erase(transaction, account))
                .onSuccess(this::told)
                .mapEmpty();
    }

    private void told(List<String> serials) {
        serials.forEach(collars.directory()::renew);
        acts.note(Optional.empty(), "account.erased", "account", Outcome.DONE, Visitor.NOBODY);
    }

    private Future<List<String>> erase(SqlConnection transaction, UUID account) {
        var now = Micros.of(clock.instant());
        return accounts.lock(transaction, account)
                .compose(emailHash -> ErasureRepository.onlyTheirs(transaction, account, now)
                        .compose(pets -> erasePets(transaction, pets, now))
                        .compose(serials -> ErasureRepository.leaveHousehold(transaction, account)
                                .compose(left -> emailHash.isEmpty()
                                        ? Future.succeededFuture()
                                        : ErasureRepository.forgetInvitations(transaction, emailHash.get()))
                                .compose(forgotten -> audit.forget(transaction, account))
                                .compose(forgotten -> accounts.remove(transaction, account))
                                .map(serials)));
    }

    private Future<List<String>> erasePets(SqlConnection transaction, List<UUID> pets, long now) {
        var serials = new ArrayList<String>();
        var done = Future.<Void>succeededFuture();
        for (var pet : pets) {
            done = done.compose(before -> PetLeavings.erase(transaction, pet, now))
                    .compose(released -> {
                        serials.addAll(released);
                        return revoked(transaction, released);
                    });
        }
        return done.map(serials);
    }

    private Future<Void> revoked(SqlConnection transaction, List<String> serials) {
        var done = Future.<Void>succeededFuture();
        for (var serial : serials) {
            done = done.compose(before -> collars.revocations().revoke(transaction, serial));
        }
        return done;
    }

    /**
     * Erases accounts whose address was never proved and whose sessions are over: nobody can come back to them. One that cannot
     * be erased now keeps no other from it.
     */
    public Future<Void> eraseAbandoned() {
        var before = Micros.of(clock.instant().minus(ABANDONED));
        return database.ask(pool -> ErasureRepository.abandoned(pool, before, AT_ONCE))
                .compose(abandoned -> {
                    var erased = new ArrayList<Future<Void>>();
                    var done = Future.<Void>succeededFuture();
                    for (var account : abandoned) {
                        done = done.transform(earlier -> eraseIfAbandoned(account, before));
                        erased.add(done);
                    }
                    return Future.join(erased).mapEmpty();
                });
    }

    private Future<Void> eraseIfAbandoned(UUID account, long before) {
        return database.transact(transaction -> accounts.lock(transaction, account)
                        .compose(held -> ErasureRepository.isAbandoned(transaction, account, before))
                        .compose(still -> still
                                ? erase(transaction, account).map(Optional::of)
                                : Future.succeededFuture(Optional.<List<String>>empty())))
                .onSuccess(erased -> erased.ifPresent(this::told))
                .mapEmpty();
    }
}
