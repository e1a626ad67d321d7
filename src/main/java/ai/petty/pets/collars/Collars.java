package ai.petty.pets.collars;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.identity.Acts;
import ai.petty.limits.Quota;
import ai.petty.limits.Quotas;
import ai.petty.pets.Actor;
import ai.petty.pets.Collar;
import ai.petty.pets.CollarDirectory;
import ai.petty.pets.CollarRevocations;
import ai.petty.pets.Pets;
import ai.petty.pets.Role;
import ai.petty.pets.collars.PairingRepository.Kept;
import ai.petty.privacy.FieldCipher;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts collars on pets and takes them off. Whoever has a collar's claim code may put it on a pet of their own while it is on
 * none; its credential is told once. All futures fail with a {@link Refusal}.
 */
public final class Collars {
    /** As long as readings are taken after the fact. */
    private static final Duration LONGEST_BACKLOG = Duration.ofDays(31);

    private static final String TOO_MANY = "Too many claim codes were wrong lately.";
    private static final Quota BY_ACCOUNT =
            new Quota("claim.account", 10, Duration.ofMinutes(15), "collar.claim_limited", TOO_MANY);
    /**
     * Much larger: whoever knows no more than a serial must not keep its owner from it, not even with many accounts. The
     * shortest code that there is has 12 characters: at this rate that is hopeless.
     */
    private static final Quota BY_SERIAL =
            new Quota("claim.serial", 300, Duration.ofMinutes(15), "collar.claim_limited", TOO_MANY);

    private final Database database;
    private final FieldCipher cipher;
    private final Pets pets;
    private final CollarDirectory directory;
    private final CollarRevocations revocations;
    private final Quotas quotas;
    private final Acts acts;
    private final InstantSource clock;

    public Collars(
            Database database,
            FieldCipher cipher,
            Pets pets,
            CollarDirectory directory,
            CollarRevocations revocations,
            Quotas quotas,
            Acts acts,
            InstantSource clock) {
        this.database = database;
        this.cipher = cipher;
        this.pets = pets;
        this.directory = directory;
        this.revocations = revocations;
        this.quotas = quotas;
        this.acts = acts;
        this.clock = clock;
    }

    /** The collars that are on a pet now. */
    public Future<List<WornCollar>> worn(Actor caller, UUID petId) {
        return pets.require(caller.principal(), petId, Role.VIEWER)
                .compose(standing -> database.ask(pool -> PairingRepository.worn(pool, petId, now())));
    }

    /**
     * Puts a collar on a pet; an owner's to do.
     *
     * @param wornSince since when it is there; now when nothing is said
     * @return fails with {@code request.invalid} for a time that is not within the last 31 days, and with {@code collar.claim_refused} when serial and code do not belong together, whichever is wrong
     */
    public Future<Paired> pair(Actor caller, UUID petId, String serial, ClaimCode code, Optional<Instant> wornSince) {
        var since = since(wornSince);
        return pets.require(caller.principal(), petId, Role.OWNER)
                .compose(standing -> quotas.take(BY_ACCOUNT, caller.account().toString()))
                .compose(allowed -> quotas.take(BY_SERIAL, serial))
                .compose(allowed -> database.transact(transaction -> caller.once()
                        .take(transaction)
                        .compose(first -> pets.hold(transaction, caller.principal(), petId, Role.OWNER))
                        .compose(held -> PairingRepository.lock(transaction, serial))
                        .map(found -> claimed(found, serial, code))
                        .compose(kept -> put(transaction, kept, petId, serial, since))))
                .onSuccess(paired -> {
                    directory.renew(serial);
                    note(caller, "collar.paired", serial, Outcome.DONE);
                    // Not forgiven: else one's own collar would make up for wrong codes of others.
                    quotas.giveBack(BY_ACCOUNT, caller.account().toString());
                    quotas.forgive(BY_SERIAL, serial);
                })
                .onFailure(refused -> {
                    if (refused instanceof Refusal refusal && refusal.code().startsWith("collar.claim_")) {
                        note(caller, "collar.claimed", serial, Outcome.REFUSED);
                    }
                });
    }

    private Kept claimed(Optional<Kept> found, String serial, ClaimCode code) {
        var kept = found.orElseThrow(Collars::claimRefused);
        var isRight = kept.claimHash()
                .filter(hash -> MessageDigest.isEqual(hash, code.hash(cipher, serial)))
                .isPresent();
        if (!isRight) {
            throw claimRefused();
        }
        if (kept.isRevoked()) {
            throw revoked();
        }
        if (kept.petId().isPresent()) {
            throw Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "collar.paired",
                    "The collar is on a pet: it must be taken off by whoever put it on, or released by an administrator.");
        }
        return kept;
    }

    private Future<Paired> put(SqlConnection transaction, Kept kept, UUID petId, String serial, long since) {
        var credential = CollarCredential.fresh();
        var now = now();
        return PairingRepository.begin(transaction, kept.collarId(), petId, since)
                .compose(begun -> PairingRepository.setCredential(
                                transaction, kept.collarId(), Optional.of(credential.hash()), now)
                        .map(set -> new Paired(serial, begun, credential)));
    }

    private long since(Optional<Instant> wornSince) {
        var now = clock.instant();
        var since = wornSince.orElse(now);
        if (since.isAfter(now) || since.isBefore(now.minus(LONGEST_BACKLOG))) {
            throw Refusal.invalid(
                    "The request has 1 wrong field.",
                    List.of(new FieldError(
                            "/worn_since", "request.invalid", "must be a time within the last 31 days")));
        }
        return Micros.of(since);
    }

    /** A new credential for a collar of the pet; the old one is no longer good. An owner's to do. */
    public Future<Paired> rotate(Actor caller, UUID petId, String serial) {
        var credential = CollarCredential.fresh();
        var now = now();
        return changed(
                        caller,
                        petId,
                        serial,
                        "collar.rotated",
                        (transaction, kept) -> kept.isRevoked()
                                ? Future.failedFuture(revoked())
                                : PairingRepository.setCredential(
                                        transaction, kept.collarId(), Optional.of(credential.hash()), now))
                .map(rotated -> new Paired(serial, now, credential));
    }

    /** Takes a collar off the pet, now; what it has sent stays. An owner's to do. */
    public Future<Void> unpair(Actor caller, UUID petId, String serial) {
        return changed(
                caller,
                petId,
                serial,
                "collar.unpaired",
                (transaction, kept) -> PairingRepository.end(transaction, kept.collarId(), now())
                        .compose(ended -> PairingRepository.setCredential(
                                transaction, kept.collarId(), Optional.empty(), now())));
    }

    /** What is done with a collar in a transaction that holds it. */
    @FunctionalInterface
    interface Work {
        Future<Void> with(SqlConnection transaction, Kept kept);
    }

    private Future<Void> changed(Actor caller, UUID petId, String serial, String action, Work work) {
        return pets.require(caller.principal(), petId, Role.OWNER)
                .compose(standing ->
                        database.transact(transaction -> pets.hold(transaction, caller.principal(), petId, Role.OWNER)
                                .compose(held -> PairingRepository.lock(transaction, serial))
                                .map(found -> found.filter(kept -> kept.petId().equals(Optional.of(petId)))
                                        .orElseThrow(Collars::unknown))
                                .compose(kept -> work.with(transaction, kept))
                                .compose(done -> revocations.revoke(transaction, serial))))
                .compose(done -> directory.renew(serial).otherwise(Optional.empty()))
                .onSuccess(done -> note(caller, action, serial, Outcome.DONE))
                .mapEmpty();
    }

    /** What anybody is told of a collar that is not on their pet. */
    static Refusal unknown() {
        return Refusal.of(Refusal.Kind.NOT_FOUND, "collar.unknown", "The pet has no such collar on.");
    }

    private static Refusal claimRefused() {
        return Refusal.of(
                Refusal.Kind.UNPROCESSABLE,
                "collar.claim_refused",
                "This serial and this claim code do not belong together.");
    }

    private static Refusal revoked() {
        return Refusal.of(
                Refusal.Kind.CONFLICT,
                "collar.revoked",
                "An administrator has revoked this collar: ask for its release.");
    }

    private void note(Actor caller, String action, String serial, Outcome outcome) {
        // A serial that is none could be anything that somebody has typed.
        var object = Collar.isWellFormed(serial) ? "collar:" + serial : "collar:malformed";
        acts.note(Optional.of(caller.account()), action, object, outcome, caller.visitor());
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
