package ai.petty.pets.sharing;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.identity.Acts;
import ai.petty.pets.Actor;
import ai.petty.pets.Pets;
import ai.petty.pets.Role;
import ai.petty.pets.SealedFields;
import ai.petty.pets.StandingChanges;
import ai.petty.pets.location.Precision;
import ai.petty.privacy.FieldCipher;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who looks after a pet, and how they come and go. There is always an owner. All futures fail with a {@link Refusal}. */
public final class Members {
    private final Database database;
    private final MemberRepository repository;
    private final Pets pets;
    private final StandingChanges changes;
    private final Acts acts;
    private final InstantSource clock;

    public Members(
            Database database, FieldCipher cipher, Pets pets, StandingChanges changes, Acts acts, InstantSource clock) {
        this.database = database;
        this.repository = new MemberRepository(new SealedFields(cipher, "account"));
        this.pets = pets;
        this.changes = changes;
        this.acts = acts;
        this.clock = clock;
    }

    /** A change of somebody's terms; what is empty stays as it is. */
    public record Change(Optional<Role> role, Optional<Precision> precision, Optional<Optional<Instant>> expiresAt) {}

    /** In the order in which they came. */
    public Future<List<Member>> all(Actor caller, UUID petId) {
        return pets.require(caller.principal(), petId, Role.VIEWER)
                .compose(standing -> database.ask(pool -> repository.all(pool, petId, now()))
                        .map(found -> standing.ofDemo() ? List.<Member>of() : found)
                        .map(found -> found.stream()
                                .map(member -> told(member, standing.role(), caller))
                                .toList()));
    }

    private static Member told(Member member, Role role, Actor caller) {
        return role == Role.OWNER || member.account().equals(caller.account())
                ? member
                : new Member(
                        member.account(),
                        member.role(),
                        member.precision(),
                        member.expiresAt(),
                        member.since(),
                        member.name(),
                        Optional.empty());
    }

    /** Changes somebody's terms; an owner's to do. */
    public Future<Member> change(Actor caller, UUID petId, UUID account, Change change) {
        return pets.require(caller.principal(), petId, Role.OWNER)
                .compose(standing ->
                        database.transact(transaction -> pets.hold(transaction, caller.principal(), petId, Role.OWNER)
                                .compose(held -> required(transaction, petId, account))
                                .compose(before -> {
                                    var terms = changed(before, change).check("/expires_at", clock.instant());
                                    var staysOwner = terms.role() == Role.OWNER;
                                    return keepsAnOwner(transaction, petId, before, staysOwner)
                                            .compose(kept -> MemberRepository.put(transaction, petId, account, terms))
                                            .compose(put -> staysOwner
                                                    ? Future.succeededFuture()
                                                    : InvitationRepository.removeSentBy(transaction, petId, account));
                                })
                                .compose(put -> required(transaction, petId, account))))
                .onSuccess(changed -> {
                    changes.of(petId);
                    note(caller, "member.changed", petId);
                });
    }

    private static Terms changed(Member before, Change change) {
        var role = change.role().orElse(before.role());
        var becomesAnother = role != before.role();
        return new Terms(
                role,
                change.precision().orElse(becomesAnother ? Terms.usualPrecision(role) : before.precision()),
                change.expiresAt()
                        .orElse(
                                role == Role.OWNER
                                        ? Optional.empty()
                                        : before.expiresAt().map(Micros::instant)));
    }

    /**
     * Ends somebody's membership: an owner's to do, and everybody's who leaves. Their invitations that are still open end with
     * it: else they could have kept one for themselves.
     */
    public Future<Void> remove(Actor caller, UUID petId, UUID account) {
        var least = account.equals(caller.account()) ? Role.VIEWER : Role.OWNER;
        return pets.require(caller.principal(), petId, least)
                .compose(standing ->
                        database.transact(transaction -> pets.hold(transaction, caller.principal(), petId, least)
                                .compose(held -> required(transaction, petId, account))
                                .compose(member -> keepsAnOwner(transaction, petId, member, false))
                                .compose(kept -> InvitationRepository.removeSentBy(transaction, petId, account))
                                .compose(gone -> MemberRepository.remove(transaction, petId, account))))
                .onSuccess(removed -> {
                    changes.of(petId);
                    note(caller, least == Role.OWNER ? "member.removed" : "member.left", petId);
                })
                .mapEmpty();
    }

    private Future<Member> required(SqlConnection transaction, UUID petId, UUID account) {
        return repository
                .find(transaction, petId, account, now())
                .map(found -> found.orElseThrow(
                        () -> Refusal.of(Refusal.Kind.NOT_FOUND, "member.unknown", "The pet has no such member.")));
    }

    private Future<Void> keepsAnOwner(SqlConnection transaction, UUID petId, Member member, boolean staysOwner) {
        if (member.role() != Role.OWNER || staysOwner) {
            return Future.succeededFuture();
        }
        return MemberRepository.otherOwners(transaction, petId, member.account(), now())
                .compose(
                        others -> others > 0
                                ? Future.succeededFuture()
                                : Future.failedFuture(
                                        Refusal.of(
                                                Refusal.Kind.CONFLICT,
                                                "member.last_owner",
                                                "This is the pet's last owner: make somebody else an owner first, or delete the pet.")));
    }

    private void note(Actor caller, String action, UUID petId) {
        acts.note(Optional.of(caller.account()), action, "pet:" + petId, Outcome.DONE, caller.visitor());
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
