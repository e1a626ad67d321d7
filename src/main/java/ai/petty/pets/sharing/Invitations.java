package ai.petty.pets.sharing;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.identity.Acts;
import ai.petty.identity.OpaqueToken;
import ai.petty.identity.account.EmailAddress;
import ai.petty.limits.Quota;
import ai.petty.limits.Quotas;
import ai.petty.mail.Mail;
import ai.petty.mail.Mails;
import ai.petty.pets.Actor;
import ai.petty.pets.Pets;
import ai.petty.pets.Role;
import ai.petty.pets.SealedFields;
import ai.petty.pets.sharing.InvitationRepository.Offered;
import ai.petty.privacy.FieldCipher;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks people to look after a pet. The token is in the mail and nowhere else; it is good once, for a while, and only for an
 * account that has proved the address it was sent to: a mail that is passed on opens nothing.
 */
public final class Invitations {
    private static final Duration USUALLY_OPEN = Duration.ofDays(7);
    private static final Duration LONGEST_OPEN = Duration.ofDays(30);
    private static final int MOST_OPEN = 20;
    private static final Quota A_DAY = new Quota(
            "invitation",
            50,
            Duration.ofDays(1),
            "invitation.limited",
            "This account has sent too many invitations lately.");
    /** Whoever asks, so that many accounts together cannot fill somebody's mailbox either. */
    private static final Quota TO_ONE_A_DAY = new Quota(
            "invitation.recipient",
            10,
            Duration.ofDays(1),
            "invitation.limited",
            "Too many invitations were sent to this address lately.");
    /** What {@code account.email_hash} is made with. */
    private static final String EMAIL = "account.email";

    private final Database database;
    private final FieldCipher cipher;
    private final InvitationRepository repository;
    private final MemberRepository members;
    private final Pets pets;
    private final Mails mails;
    private final Quotas quotas;
    private final Acts acts;
    private final boolean claimsToo;
    private final InstantSource clock;

    /** @param claimsToo who has not proved their address yet may invite; for the demo and tests */
    public Invitations(
            Database database,
            FieldCipher cipher,
            Pets pets,
            Mails mails,
            Quotas quotas,
            Acts acts,
            boolean claimsToo,
            InstantSource clock) {
        this.database = database;
        this.cipher = cipher;
        this.repository = new InvitationRepository(new SealedFields(cipher, "invitation"));
        this.members = new MemberRepository(new SealedFields(cipher, "account"));
        this.pets = pets;
        this.mails = mails;
        this.quotas = quotas;
        this.acts = acts;
        this.claimsToo = claimsToo;
        this.clock = clock;
    }

    /**
     * Sends an invitation; an owner's to do, who has proved their own address: what we send to strangers somebody answers
     * for. Whether the address has an account is not looked at.
     *
     * @param expiresAt until when it can be accepted; a week when nothing is said
     */
    public Future<Invitation> invite(Actor caller, UUID petId, String email, Terms terms, Optional<Instant> expiresAt) {
        return pets.require(caller.principal(), petId, Role.OWNER).compose(standing -> {
            var now = clock.instant();
            var address = EmailAddress.require("/email", email);
            var token = OpaqueToken.fresh();
            var invitation = new Invitation(
                    UUID.randomUUID(),
                    address.text(),
                    terms.check("/member_expires_at", now),
                    Micros.of(checked(expiresAt, now)),
                    Micros.of(now));
            return database.ask(pool -> requireKnown(pool, caller))
                    .compose(known -> quotas.take(A_DAY, caller.account().toString()))
                    .compose(allowed -> quotas.take(TO_ONE_A_DAY, address.text()))
                    .compose(allowed -> database.transact(transaction -> caller.once()
                            .take(transaction)
                            .compose(first -> requireKnown(transaction, caller))
                            .compose(known -> pets.hold(transaction, caller.principal(), petId, Role.OWNER))
                            .compose(held -> requireRoom(transaction, petId))
                            .compose(room -> repository.add(
                                    transaction,
                                    petId,
                                    caller.account(),
                                    invitation,
                                    cipher.index(EMAIL, address.text()),
                                    token.hash()))
                            .compose(added -> mails.post(
                                    transaction,
                                    new Mail(address.text(), Mail.Template.INVITATION, Map.of("token", token.text())),
                                    caller.account()))))
                    .onSuccess(sent -> note(caller, "member.invited", petId))
                    .map(invitation);
        });
    }

    private static Instant checked(Optional<Instant> expiresAt, Instant now) {
        var ends = expiresAt.orElse(now.plus(USUALLY_OPEN));
        if (!ends.isAfter(now) || ends.isAfter(now.plus(LONGEST_OPEN))) {
            throw Refusal.invalid(
                    "The request has 1 wrong field.",
                    List.of(new FieldError(
                            "/expires_at", "request.invalid", "must be after now, and in 30 days at the latest")));
        }
        return ends;
    }

    private Future<Void> requireKnown(SqlClient client, Actor caller) {
        return InvitationRepository.isKnown(client, caller.account(), claimsToo)
                .compose(known -> known
                        ? Future.succeededFuture()
                        : Future.failedFuture(Refusal.of(
                                Refusal.Kind.FORBIDDEN,
                                "account.unverified",
                                "Prove your own e-mail address first: its mail says how.")));
    }

    private Future<Void> requireRoom(SqlConnection transaction, UUID petId) {
        return InvitationRepository.countOpen(transaction, petId, now())
                .compose(open -> open < MOST_OPEN
                        ? Future.succeededFuture()
                        : Future.failedFuture(Refusal.of(
                                Refusal.Kind.CONFLICT,
                                "invitation.too_many",
                                "At most 20 invitations of a pet are open at once: revoke one first.")));
    }

    /** Those that are open; an owner's to see. */
    public Future<List<Invitation>> open(Actor caller, UUID petId) {
        return pets.require(caller.principal(), petId, Role.OWNER)
                .compose(standing -> database.ask(pool -> repository.open(pool, petId, now())));
    }

    /** Takes one back; an owner's to do. */
    public Future<Void> revoke(Actor caller, UUID petId, UUID invitationId) {
        return pets.require(caller.principal(), petId, Role.OWNER)
                .compose(standing ->
                        database.transact(transaction -> pets.hold(transaction, caller.principal(), petId, Role.OWNER)
                                .compose(held -> InvitationRepository.remove(transaction, petId, invitationId))))
                .compose(removed -> removed ? Future.succeededFuture() : Future.failedFuture(unknown()))
                .onSuccess(removed -> note(caller, "invitation.revoked", petId))
                .mapEmpty();
    }

    /**
     * Accepts the invitation whose token this is.
     *
     * @return fails with {@code invitation.unknown} when there is none (any more), {@code invitation.for_another} when the
     *     caller has not proved its address, {@code member.exists} when they are a member already
     */
    public Future<Accepted> accept(Actor caller, String token) {
        return Future.future(promise -> {
            var account = caller.account();
            database.transact(transaction -> caller.once()
                            .take(transaction)
                            .compose(first ->
                                    InvitationRepository.find(transaction, new OpaqueToken(token).hash(), now()))
                            .compose(found -> found.map(offered -> accept(transaction, account, offered))
                                    .orElseGet(() -> Future.failedFuture(unknown()))))
                    .onSuccess(accepted -> note(caller, "member.joined", accepted.petId()))
                    .onComplete(promise);
        });
    }

    /** A pet that somebody has just become a member of. */
    public record Accepted(UUID petId, Member member) {}

    private Future<Accepted> accept(SqlConnection transaction, UUID account, Offered offered) {
        var petId = offered.petId();
        return InvitationRepository.isProved(transaction, account, offered.emailHash())
                .compose(proved -> proved ? Future.succeededFuture() : Future.failedFuture(forAnother()))
                .compose(proved -> MemberRepository.lock(transaction, petId))
                .compose(locked -> InvitationRepository.remove(transaction, petId, offered.invitationId()))
                .compose(taken -> taken ? Future.succeededFuture() : Future.failedFuture(unknown()))
                .compose(taken -> members.find(transaction, petId, account, now()))
                .compose(already -> already.isEmpty() ? Future.succeededFuture() : Future.failedFuture(exists()))
                .compose(isNew -> MemberRepository.put(
                        transaction, petId, account, offered.terms().check("/token", clock.instant())))
                .compose(put -> members.find(transaction, petId, account, now()))
                .map(member -> new Accepted(petId, member.orElseThrow(Invitations::unknown)));
    }

    private static Refusal unknown() {
        return Refusal.of(
                Refusal.Kind.NOT_FOUND,
                "invitation.unknown",
                "There is no such invitation: it was accepted, revoked, or its time is over.");
    }

    private static Refusal forAnother() {
        return Refusal.of(
                Refusal.Kind.FORBIDDEN,
                "invitation.for_another",
                "The invitation is for an e-mail address that this account has not proved to be its own.");
    }

    private static Refusal exists() {
        return Refusal.of(
                Refusal.Kind.CONFLICT,
                "member.exists",
                "This account is a member already; an owner may change its terms.");
    }

    private void note(Actor caller, String action, UUID petId) {
        acts.note(Optional.of(caller.account()), action, "pet:" + petId, Outcome.DONE, caller.visitor());
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
