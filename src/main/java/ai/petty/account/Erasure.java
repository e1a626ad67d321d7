package ai.petty.account;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.audit.AuditLog;
import ai.petty.identity.Acts;
import ai.petty.identity.Principal;
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
import java.util.function.Function;

/**
 * Forgets an account and everything that is only its own. What names, places or lets in somebody goes in one transaction; what
 * the collars of its pets have sent lies there without a name from then on and is taken away in pieces by
 * {@link PetLeavings}, which any process can go on with. Once more is nothing more.
 */
public final class Erasure {
    /** Long enough that a session of an abandoned account cannot be continued by a lost answer any more. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    /** Between the mail to who claims an address and the end of their pets. */
    private static final Duration NOTICE = Duration.ofDays(14);

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
     * @param grant of the caller's token
     * @return fails with {@code auth.sign_in_again}
     */
    public Future<Void> erase(UUID account, Optional<Principal.Grant> grant, Visitor visitor) {
        return accounts.requireFresh(account, grant, "account.erased", visitor).compose(fresh -> erase(account));
    }

    /** Erases an account, whoever wants it; nothing happens when there is none. */
    Future<Void> erase(UUID account) {
        return database.transact(transaction -> erase(transaction, account), this::erased)
                .mapEmpty();
    }

    /** After the commit, and whoever has stopped waiting for it. */
    private void erased(List<String> serials) {
        serials.forEach(collars.directory()::renew);
        acts.note(Optional.empty(), "account.erased", "account", Outcome.DONE, Visitor.NOBODY);
    }

    private Future<List<String>> erase(SqlConnection transaction, UUID account) {
        var now = Micros.of(clock.instant());
        return accounts.lock(transaction, account)
                .compose(emailHash -> ErasureRepository.lockOwned(transaction, account)
                        .compose(owned -> ErasureRepository.onlyTheirs(transaction, account, owned, now))
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
     * Erases accounts whose address was never proved, whose sessions are over, and for which no mail is out. Where pets would go with
     * one, its owner is written to first, and has {@link #NOTICE} to come back: by a new password, which proves the address.
     */
    public Future<Void> eraseAbandoned() {
        var now = clock.instant();
        var before = Micros.of(now.minus(ABANDONED));
        return database.ask(pool -> ErasureRepository.abandoned(
                        pool, before, Micros.of(now), Micros.of(now.minus(NOTICE)), AT_ONCE))
                .compose(abandoned -> each(abandoned, found -> eraseAbandoned(found.account(), before)));
    }

    /** Looked at again under the lock: somebody may have come back while others were erased. */
    private Future<Void> eraseAbandoned(UUID account, long before) {
        var now = Micros.of(clock.instant());
        return database.transact(
                        transaction -> accounts.lock(transaction, account)
                                .compose(locked -> ErasureRepository.stillAbandoned(transaction, account, before, now))
                                .compose(found -> found.isEmpty()
                                        ? Future.succeededFuture(Optional.<List<String>>empty())
                                        : endAbandoned(transaction, found.get())),
                        ended -> ended.ifPresent(this::erased))
                .mapEmpty();
    }

    private Future<Optional<List<String>>> endAbandoned(
            SqlConnection transaction, ErasureRepository.Abandoned abandoned) {
        var now = clock.instant();
        if (abandoned.hasPets() && abandoned.toldAt().isEmpty()) {
            return accounts.tellOfErasure(transaction, abandoned.account(), now.plus(NOTICE))
                    .map(told -> Optional.empty());
        }
        var isTime = !abandoned.hasPets() || abandoned.toldAt().orElseThrow() < Micros.of(now.minus(NOTICE));
        return isTime
                ? erase(transaction, abandoned.account()).map(Optional::of)
                : Future.succeededFuture(Optional.empty());
    }

    /** Erases pets that nobody owns any more: nobody else could. */
    public Future<Void> eraseOwnerless() {
        var now = Micros.of(clock.instant());
        var before = Micros.of(clock.instant().minus(ABANDONED));
        return database.ask(pool -> ErasureRepository.ownerless(pool, before, now, AT_ONCE))
                .compose(pets -> each(pets, pet -> eraseOwnerless(pet, before, now)));
    }

    private Future<Void> eraseOwnerless(UUID pet, long before, long now) {
        return database.transact(
                        transaction -> ErasureRepository.lockOwnerless(transaction, pet, before, now)
                                .compose(is -> is
                                        ? erasePets(transaction, List.of(pet), now)
                                                .map(Optional::of)
                                        : Future.succeededFuture(Optional.<List<String>>empty())),
                        ended -> ended.ifPresent(serials -> {
                            serials.forEach(collars.directory()::renew);
                            acts.note(Optional.empty(), "pet.deleted", "pet:" + pet, Outcome.DONE, Visitor.NOBODY);
                        }))
                .mapEmpty();
    }

    /** One after the other; one that cannot be erased now keeps no other from it. */
    private static <T> Future<Void> each(List<T> things, Function<T, Future<Void>> work) {
        var all = new ArrayList<Future<Void>>();
        var done = Future.<Void>succeededFuture();
        for (var thing : things) {
            done = done.transform(earlier -> work.apply(thing));
            all.add(done);
        }
        return Future.join(all).mapEmpty();
    }
}
