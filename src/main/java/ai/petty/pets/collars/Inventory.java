package ai.petty.pets.collars;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.identity.Acts;
import ai.petty.pets.Actor;
import ai.petty.pets.CollarDirectory;
import ai.petty.pets.CollarRevocations;
import ai.petty.privacy.FieldCipher;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;

/** Every collar that there is, for administrators; the door has asked whether the caller is one. */
public final class Inventory {
    private final Database database;
    private final FieldCipher cipher;
    private final CollarDirectory directory;
    private final CollarRevocations revocations;
    private final Acts acts;
    private final InstantSource clock;

    public Inventory(
            Database database,
            FieldCipher cipher,
            CollarDirectory directory,
            CollarRevocations revocations,
            Acts acts,
            InstantSource clock) {
        this.database = database;
        this.cipher = cipher;
        this.directory = directory;
        this.revocations = revocations;
        this.acts = acts;
        this.clock = clock;
    }

    /**
     * Takes a collar into the inventory.
     *
     * @param code what lies in its box; one is made when nothing is said
     * @return the code, which is told here and never again; fails with {@code collar.exists}
     */
    public Future<ClaimCode> add(Actor caller, String serial, Optional<ClaimCode> code) {
        var given = code.orElseGet(ClaimCode::fresh);
        return database.transact(transaction -> caller.once()
                        .take(transaction)
                        .compose(first -> PairingRepository.add(transaction, serial, given.hash(cipher, serial)))
                        .compose(added -> added
                                ? Future.succeededFuture(given)
                                : Future.failedFuture(Refusal.of(
                                        Refusal.Kind.CONFLICT,
                                        "collar.exists",
                                        "There is a collar of this serial already."))))
                .compose(added -> written(caller, "collar.added", serial).map(added));
    }

    /** Takes a collar's credential away, wherever it is, and lets it have no other one until it is released. */
    public Future<Void> revoke(Actor caller, String serial) {
        return changed(
                caller,
                serial,
                "collar.revoked",
                (transaction, kept) -> PairingRepository.setCredential(
                                transaction, kept.collarId(), Optional.empty(), now())
                        .compose(gone -> PairingRepository.setRevoked(transaction, kept.collarId(), true)));
    }

    /** Takes a collar off whatever pet it is on, so that whoever has its claim code may put it on another. */
    public Future<Void> release(Actor caller, String serial) {
        return changed(
                caller,
                serial,
                "collar.released",
                (transaction, kept) -> PairingRepository.end(transaction, kept.collarId(), now())
                        .compose(ended ->
                                PairingRepository.setCredential(transaction, kept.collarId(), Optional.empty(), now()))
                        .compose(gone -> PairingRepository.setRevoked(transaction, kept.collarId(), false)));
    }

    private Future<Void> changed(Actor caller, String serial, String action, Collars.Work work) {
        return database.transact(transaction -> PairingRepository.lock(transaction, serial)
                        .map(found -> found.filter(kept -> kept.claimHash().isPresent())
                                .orElseThrow(() -> Refusal.of(
                                        Refusal.Kind.NOT_FOUND,
                                        "collar.unknown",
                                        "There is no such collar in the inventory.")))
                        .compose(kept -> work.with(transaction, kept))
                        .compose(done -> revocations.revoke(transaction, serial)))
                .compose(done -> directory.renew(serial).otherwise(Optional.empty()))
                .compose(done -> written(caller, action, serial));
    }

    /** The answer waits for the row a while; the act stands in either case. */
    private Future<Void> written(Actor caller, String action, String serial) {
        return acts.written(caller.knownAccount(), action, "collar:" + serial, Outcome.DONE, caller.visitor())
                .otherwiseEmpty();
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
