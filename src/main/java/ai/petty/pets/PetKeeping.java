package ai.petty.pets;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.config.PettyConfig;
import ai.petty.identity.Acts;
import ai.petty.privacy.FieldCipher;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** What people do with their pets' profiles. All futures fail with a {@link Refusal}. */
public final class PetKeeping {
    private static final LocalDate FIRST_BIRTH = LocalDate.of(1980, 1, 1);
    private static final int MOST_PETS = 100;
    private static final int MOST_WEIGHTS = 1_000;

    private final Database database;
    private final Pets pets;
    private final PetRepository repository;
    private final CollarDirectory directory;
    private final CollarRevocations revocations;
    private final Acts acts;
    private final InstantSource clock;

    public PetKeeping(
            Database database,
            FieldCipher cipher,
            PettyConfig.Pets config,
            Pets pets,
            CollarDirectory directory,
            CollarRevocations revocations,
            Acts acts,
            InstantSource clock) {
        this.database = database;
        this.pets = pets;
        this.repository = new PetRepository(database, cipher, config.autoRegister());
        this.directory = directory;
        this.revocations = revocations;
        this.acts = acts;
        this.clock = clock;
    }

    /** A new pet, whose owner the caller is. */
    public Future<Pet> add(Actor caller, PetProfile profile) {
        return Future.future(promise -> {
            var account = caller.account();
            check(profile);
            var petId = UUID.randomUUID();
            database.transact(transaction -> caller.once()
                            .take(transaction)
                            .compose(first -> requireRoom(transaction, account))
                            .compose(room -> repository.add(transaction, account, petId, profile)))
                    .onSuccess(added -> note(caller, "pet.added", petId))
                    .map(added -> new Pet(petId, Role.OWNER, profile, List.of()))
                    .onComplete(promise);
        });
    }

    private static Future<Void> requireRoom(SqlConnection transaction, UUID account) {
        return transaction
                .preparedQuery("""
                        select count(*) from member
                        where account_id = $1 and role = 'owner' and expires_at = 'infinity'""")
                .execute(Tuple.of(account))
                .compose(rows -> rows.iterator().next().getLong(0) < MOST_PETS
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                Refusal.of(Refusal.Kind.CONFLICT, "pet.too_many", "An account has at most 100 pets.")));
    }

    /** Changes what its people say of a pet; an owner's or a carer's to do. */
    public Future<Pet> change(Actor caller, UUID petId, UnaryOperator<PetProfile> change) {
        return pets.require(caller.principal(), petId, Role.CARER)
                .compose(standing ->
                        database.transact(transaction -> pets.hold(transaction, caller.principal(), petId, Role.CARER)
                                .compose(held -> repository.lock(transaction, petId))
                                .map(found -> found.orElseThrow(Pets::unknown))
                                .compose(before -> change(transaction, petId, before, check(change.apply(before))))))
                .onSuccess(changed -> note(caller, "pet.changed", petId))
                .compose(changed -> pets.find(caller.principal(), petId));
    }

    /** A weight that is new in the profile is one of today in the log: plans look there for what has become of it. */
    private Future<Void> change(SqlConnection transaction, UUID petId, PetProfile before, PetProfile after) {
        var kg = after.weightKg();
        var changed = repository.change(transaction, petId, after);
        if (kg == null || kg.equals(before.weightKg())) {
            return changed;
        }
        var today = LocalDate.ofInstant(clock.instant(), ZoneId.of(after.timeZone()));
        return changed.compose(done -> WeightRepository.note(transaction, petId, new Weight(today, kg), MOST_WEIGHTS));
    }

    /** Takes the pet away with everything that is known of it; an owner's to do. Its collars may be claimed again. */
    public Future<Void> delete(Actor caller, UUID petId) {
        return pets.require(caller.principal(), petId, Role.OWNER)
                .compose(standing ->
                        database.transact(transaction -> pets.hold(transaction, caller.principal(), petId, Role.OWNER)
                                .compose(held -> PetLeavings.erase(transaction, petId, now()))
                                .compose(serials -> revoked(transaction, serials))))
                .onSuccess(serials -> {
                    serials.forEach(directory::renew);
                    note(caller, "pet.deleted", petId);
                })
                .mapEmpty();
    }

    private Future<List<String>> revoked(SqlConnection transaction, List<String> serials) {
        var done = Future.<Void>succeededFuture();
        for (var serial : serials) {
            done = done.compose(earlier -> revocations.revoke(transaction, serial));
        }
        return done.map(serials);
    }

    /** Notes what a pet weighed on a day, in place of what was noted for that day; the newest is its profile's weight. */
    public Future<Weight> weigh(Actor caller, UUID petId, Weight weight) {
        return pets.require(caller.principal(), petId, Role.CARER)
                .map(standing -> checkDay(weight.day()))
                .compose(day -> database.transact(transaction -> caller.once()
                        .take(transaction)
                        .compose(first -> pets.hold(transaction, caller.principal(), petId, Role.CARER))
                        .compose(held -> WeightRepository.add(transaction, petId, weight, MOST_WEIGHTS))))
                .onSuccess(noted -> note(caller, "pet.weighed", petId))
                .map(weight);
    }

    /** The newest first. */
    public Future<List<Weight>> weights(Actor caller, UUID petId) {
        return pets.require(caller.principal(), petId, Role.VIEWER)
                .compose(standing -> database.ask(pool -> WeightRepository.all(pool, petId)));
    }

    private LocalDate checkDay(LocalDate day) {
        // Somewhere on earth it is tomorrow already.
        if (day.isAfter(today().plusDays(1)) || day.isBefore(FIRST_BIRTH)) {
            throw wrong(List.of(
                    new FieldError("/date", "request.invalid", "must be a day of the pet's life, not after today")));
        }
        return day;
    }

    private PetProfile check(PetProfile profile) {
        var errors = new ArrayList<FieldError>();
        if (profile.name().isBlank()) {
            errors.add(new FieldError("/name", "request.invalid", "must not be blank"));
        }
        if (!ZoneId.getAvailableZoneIds().contains(profile.timeZone())) {
            errors.add(new FieldError(
                    "/time_zone", "request.invalid", "must be a name of the IANA list, such as Europe/Berlin"));
        }
        var born = profile.birthDate();
        if (born != null && (born.isBefore(FIRST_BIRTH) || born.isAfter(today().plusDays(1)))) {
            errors.add(new FieldError(
                    "/birth_date", "request.invalid", "must be a day of this pet's life, not after today"));
        }
        if (!errors.isEmpty()) {
            throw wrong(errors);
        }
        return profile;
    }

    private static Refusal wrong(List<FieldError> errors) {
        return Refusal.invalid(
                errors.size() == 1
                        ? "The request has 1 wrong field."
                        : "The request has " + errors.size() + " wrong fields.",
                errors);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private void note(Actor caller, String action, UUID petId) {
        acts.note(Optional.of(caller.account()), action, "pet:" + petId, Outcome.DONE, caller.visitor());
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
