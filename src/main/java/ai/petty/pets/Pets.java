package ai.petty.pets;

import ai.petty.config.PettyConfig;
import ai.petty.identity.Acts;
import ai.petty.identity.HouseholdSecret;
import ai.petty.identity.Principal;
import ai.petty.pets.location.PositionView;
import ai.petty.pets.location.Precision;
import ai.petty.privacy.FieldCipher;
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
 * Which pets there are for whom: those that somebody is a member of and, where collars may register themselves, the demo
 * household's for everybody to look at. What a caller may not see is told apart from what does not exist by nobody.
 */
public final class Pets {
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final PetRepository repository;
    private final Acts acts;
    private final InstantSource clock;

    public Pets(Database database, FieldCipher cipher, PettyConfig.Pets config, Acts acts, InstantSource clock) {
        this.acts = acts;
        this.repository = new PetRepository(database, cipher, config.autoRegister());
        this.clock = clock;
    }

    /** The first {@code limit} pets behind {@code after} that {@code viewer} may see, in the order of their ids. */
    public Future<List<Pet>> visibleTo(Principal viewer, Optional<UUID> after, int limit) {
        return account(viewer)
                .map(account -> repository.visibleTo(account, after.orElse(BEFORE_ALL), limit, now()))
                .orElseGet(() -> Future.succeededFuture(List.of()));
    }

    /** @return fails with {@code pet.unknown} when there is no such pet, or none that {@code viewer} may see */
    public Future<Pet> find(Principal viewer, UUID petId) {
        return account(viewer)
                .map(account -> repository.find(account, petId, now()))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(unknown())));
    }

    /** As {@link #find(Principal, UUID)}, of the pet that a collar is on; nobody in particular may look at the demo household's. */
    public Future<Pet> find(Actor caller, Collar.Pairing pairing) {
        return pairing.ofDemo() && caller.principal() instanceof Principal.Anonymous
                ? repository
                        .find(HouseholdSecret.DEMO_ACCOUNT, pairing.petId(), now())
                        .map(found -> found.orElseThrow(Pets::unknown))
                : find(caller.principal(), pairing.petId());
    }

    /** How each of those who look at a pet now stands to it, in their order; empty for who may not look any longer. */
    public Future<List<Optional<Standing>>> standings(List<Watcher> watchers) {
        return repository.standings(watchers, now());
    }

    /**
     * How {@code caller} stands to a pet.
     *
     * @param least the least role that what they want needs
     * @return fails with {@code pet.unknown} when there is no such pet, or none that they may see, and with {@code
     *     pet.role_insufficient} when they may see it but not do this
     */
    public Future<Standing> require(Principal caller, UUID petId, Role least) {
        return standing(caller, petId)
                .compose(found -> found.map(
                                standing -> check(standing.role(), least).map(standing))
                        .orElseGet(() -> Future.failedFuture(unknown())));
    }

    /**
     * As {@link #require}, of what is then done in this transaction: until it ends nobody changes the pet or who its members
     * are. A role that was taken away since it was asked for is not used any more.
     */
    public Future<Void> hold(SqlConnection transaction, Principal caller, UUID petId, Role least) {
        return account(caller)
                .map(account -> PetRepository.hold(transaction, account, petId, now()))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .compose(
                        found -> found.map(role -> check(role, least)).orElseGet(() -> Future.failedFuture(unknown())));
    }

    /** As {@link #require} of a viewer who asks where the pet is: it is written down when that is not their own. */
    public Future<Standing> look(Actor caller, UUID petId) {
        return require(caller.principal(), petId, Role.VIEWER).onSuccess(standing -> {
            if (standing.isRecorded()) {
                acts.looked(account(caller.principal()), "position.read", "pet:" + petId, caller.visitor());
            }
        });
    }

    /** As {@link #look}, at what this pairing's collar sends; nobody in particular may look at the demo household's. */
    public Future<Standing> look(Actor caller, Collar.Pairing pairing) {
        return pairing.ofDemo() && !(caller.principal() instanceof Principal.Collar)
                ? Future.succeededFuture(Standing.ofDemoPet(pairing.petId()))
                : look(caller, pairing.petId());
    }

    /** As {@link #look(Actor, Collar.Pairing)}, at what tells nothing of where the pet is: nothing is written down. */
    public Future<Standing> see(Principal caller, Collar.Pairing pairing) {
        return pairing.ofDemo() && !(caller instanceof Principal.Collar)
                ? Future.succeededFuture(Standing.ofDemoPet(pairing.petId()))
                : require(caller, pairing.petId(), Role.VIEWER);
    }

    /** How somebody sees where a pet is who has no account, and has been told so exactly by its owner; empty when there is no such pet. */
    public Future<Optional<PositionView>> strangersView(UUID petId, Precision precision) {
        return repository.strangersView(petId, precision);
    }

    private static Future<Void> check(Role role, Role least) {
        return role.covers(least)
                ? Future.succeededFuture()
                : Future.failedFuture(Refusal.of(
                        Refusal.Kind.FORBIDDEN,
                        "pet.role_insufficient",
                        "This needs the role " + least.wireName() + " or better on this pet."));
    }

    private Future<Optional<Standing>> standing(Principal caller, UUID petId) {
        return account(caller)
                .map(account -> repository.standing(account, petId, now()))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private static Optional<UUID> account(Principal caller) {
        return switch (caller) {
            case Principal.Person person -> Optional.of(person.account());
            case Principal.Collar _, Principal.Anonymous _ -> Optional.empty();
        };
    }

    /** Whether this is whoever knows the demo household's secret, and has no account of their own. */
    public static boolean isNobodysAccount(UUID account) {
        return account.equals(HouseholdSecret.DEMO_ACCOUNT);
    }

    private long now() {
        return Micros.of(clock.instant());
    }

    /** What anyone is told of a pet that is not theirs to see. */
    public static Refusal unknown() {
        return Refusal.of(Refusal.Kind.NOT_FOUND, "pet.unknown", "There is no such pet.");
    }
}
