package ai.petty.pets;

import ai.petty.identity.HouseholdSecret;
import ai.petty.identity.Principal;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which pets there are for whom. There are no accounts yet: the demo's person sees the demo household, everybody else
 * sees nothing. What a caller may not see is told apart from what does not exist by nobody.
 */
public final class Pets {
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final PetRepository repository;
    private final InstantSource clock;

    public Pets(Database database, InstantSource clock) {
        this.repository = new PetRepository(database);
        this.clock = clock;
    }

    /** The first {@code limit} pets behind {@code after} that {@code viewer} may see, in the order of their ids. */
    public Future<List<Pet>> visibleTo(Principal viewer, Optional<UUID> after, int limit) {
        return seesDemoHousehold(viewer)
                ? repository.demoPets(after.orElse(BEFORE_ALL), limit, Micros.of(clock.instant()))
                : Future.succeededFuture(List.of());
    }

    /** @return fails with {@code pet.unknown} when there is no such pet, or none that {@code viewer} may see */
    public Future<Void> requireVisible(Principal viewer, UUID petId) {
        var visible = seesDemoHousehold(viewer) ? repository.isDemoPet(petId) : Future.succeededFuture(false);
        return visible.compose(isVisible -> isVisible ? Future.succeededFuture() : Future.failedFuture(unknown()));
    }

    /**
     * Whether {@code viewer} may see what this collar sends. Nobody in particular is let in only where v1 is configured to
     * answer anonymous readers.
     */
    public static boolean mayRead(Principal viewer, Collar collar) {
        return collar.inDemoHousehold() && (viewer instanceof Principal.Anonymous || seesDemoHousehold(viewer));
    }

    private static boolean seesDemoHousehold(Principal viewer) {
        return switch (viewer) {
            case Principal.Person person -> person.account().equals(HouseholdSecret.DEMO_ACCOUNT);
            case Principal.Collar _, Principal.Anonymous _ -> false;
        };
    }

    /** What anyone is told of a pet that is not theirs to see. */
    public static Refusal unknown() {
        return Refusal.of(Refusal.Kind.NOT_FOUND, "pet.unknown", "There is no such pet.");
    }
}
