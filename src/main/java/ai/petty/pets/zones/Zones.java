package ai.petty.pets.zones;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.identity.Acts;
import ai.petty.pets.Actor;
import ai.petty.pets.Pets;
import ai.petty.pets.Role;
import ai.petty.pets.SealedFields;
import ai.petty.privacy.FieldCipher;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A pet's zones: owners draw them, everybody else sees no more of a home than of the pet in it. */
public final class Zones {
    private static final int MOST = 20;

    /** How soon another process follows what was drawn here. */
    private static final Duration FOLLOWED_WITHIN = Duration.ofSeconds(10);

    private static final int MOST_REMEMBERED = 50_000;

    private final Database database;
    private final ZoneRepository repository;
    private final Pets pets;
    private final Acts acts;
    private final List<ZoneFollower> followers = new CopyOnWriteArrayList<>();
    private final Cache<UUID, List<Shape>> petToShapes = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(FOLLOWED_WITHIN)
            .build();

    public Zones(Database database, FieldCipher cipher, Pets pets, Acts acts) {
        this.database = database;
        this.repository = new ZoneRepository(new SealedFields(cipher, "zone"));
        this.pets = pets;
        this.acts = acts;
    }

    /** To be called before anything is drawn. */
    public void follow(ZoneFollower follower) {
        followers.add(follower);
    }

    /** What is drawn. */
    public record Drawing(Zone.Kind kind, String name, Shape shape) {
        /** @throws Refusal of kind INVALID when this is no zone */
        private Zone zone(UUID zoneId) {
            if (name.isBlank()) {
                throw wrong("/name", "must not be blank");
            }
            if (shape.isCrossed()) {
                throw wrong("/polygon", "has sides that cross");
            }
            return new Zone(zoneId, kind, name, Optional.of(shape), false);
        }

        private static Refusal wrong(String pointer, String detail) {
            return Refusal.invalid(
                    "The request has 1 wrong field.", List.of(new FieldError(pointer, "request.invalid", detail)));
        }
    }

    /** In the order in which they were drawn. */
    public Future<List<Zone>> all(Actor caller, UUID petId) {
        return pets.require(caller.principal(), petId, Role.VIEWER)
                .onSuccess(standing -> {
                    if (standing.isRecorded()) {
                        note(caller, "zone.read", petId);
                    }
                })
                .compose(standing -> database.ask(pool -> repository.all(pool, petId))
                        .map(found -> standing.role() == Role.OWNER
                                ? found
                                : found.stream()
                                        .map(zone -> zone.seenBy(standing.view()))
                                        .toList()));
    }

    /**
     * What the pet's zones cover, for the process itself and for nobody's eyes. Remembered for a few seconds; else asked by the given
     * connection, since the caller may be in a transaction.
     *
     * @return fails with a {@link Refusal} when they cannot be deciphered now
     */
    public Future<List<Shape>> known(SqlClient client, UUID petId) {
        var remembered = petToShapes.getIfPresent(petId);
        return remembered != null
                ? Future.succeededFuture(remembered)
                : repository
                        .all(client, petId)
                        .map(found -> found.stream()
                                .flatMap(zone -> zone.shape().stream())
                                .toList())
                        .onSuccess(shapes -> petToShapes.put(petId, shapes));
    }

    public Future<Zone> add(Actor caller, UUID petId, Drawing drawing) {
        return pets.require(caller.principal(), petId, Role.OWNER).compose(standing -> {
            var zone = drawing.zone(UUID.randomUUID());
            return database.transact(transaction -> caller.once()
                            .take(transaction)
                            .compose(first -> held(transaction, caller, petId))
                            .compose(held -> repository.add(transaction, petId, zone, MOST))
                            .compose(added -> added ? told(transaction, petId) : Future.failedFuture(tooMany()))
                            .map(zone))
                    .onSuccess(added -> changed(caller, "zone.added", petId));
        });
    }

    public Future<Zone> replace(Actor caller, UUID petId, UUID zoneId, Drawing drawing) {
        return pets.require(caller.principal(), petId, Role.OWNER).compose(standing -> {
            var zone = drawing.zone(zoneId);
            return database.transact(transaction -> held(transaction, caller, petId)
                            .compose(held -> repository.replace(transaction, petId, zone))
                            .compose(replaced -> replaced ? told(transaction, petId) : Future.failedFuture(unknown()))
                            .map(zone))
                    .onSuccess(replaced -> changed(caller, "zone.changed", petId));
        });
    }

    public Future<Void> remove(Actor caller, UUID petId, UUID zoneId) {
        return pets.require(caller.principal(), petId, Role.OWNER)
                .compose(standing -> database.transact(transaction -> held(transaction, caller, petId)
                        .compose(held -> ZoneRepository.remove(transaction, petId, zoneId))
                        .compose(removed -> removed ? told(transaction, petId) : Future.failedFuture(unknown()))))
                .onSuccess(removed -> changed(caller, "zone.removed", petId));
    }

    private Future<Void> held(SqlConnection transaction, Actor caller, UUID petId) {
        return pets.hold(transaction, caller.principal(), petId, Role.OWNER);
    }

    private Future<Void> told(SqlConnection transaction, UUID petId) {
        var told = Future.<Void>succeededFuture();
        for (var follower : followers) {
            told = told.compose(earlier -> follower.changed(transaction, petId));
        }
        return told;
    }

    private static Refusal unknown() {
        return Refusal.of(Refusal.Kind.NOT_FOUND, "zone.unknown", "The pet has no such zone.");
    }

    private static Refusal tooMany() {
        return Refusal.of(Refusal.Kind.CONFLICT, "zone.too_many", "A pet has at most 20 zones.");
    }

    private void changed(Actor caller, String action, UUID petId) {
        petToShapes.invalidate(petId);
        note(caller, action, petId);
    }

    private void note(Actor caller, String action, UUID petId) {
        acts.note(Optional.of(caller.account()), action, "pet:" + petId, Outcome.DONE, caller.visitor());
    }
}
