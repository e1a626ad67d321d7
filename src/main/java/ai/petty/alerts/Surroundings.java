package ai.petty.alerts;

import ai.petty.alerts.RestingHeart.NotYet;
import ai.petty.alerts.RestingHeart.Nothing;
import ai.petty.alerts.RestingHeart.Resting;
import ai.petty.alerts.StateRepository.Kept;
import ai.petty.pets.zones.Shape;
import ai.petty.pets.zones.Zones;
import ai.petty.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what the rules must know of a pet beside its readings. */
public final class Surroundings {
    private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);

    private final Zones zones;
    private final RestingHeart hearts;

    public Surroundings(Zones zones, RestingHeart hearts) {
        this.zones = zones;
        this.hearts = hearts;
    }

    /** @param withHeart the resting heart rate is needed, too */
    Future<Circumstances> of(SqlClient transaction, Kept kept, boolean withHeart) {
        var petId = kept.petId();
        return shapes(transaction, petId)
                .map(shapes -> new Circumstances(
                        zone(kept.timeZone()),
                        withHeart ? restingBpm(petId, kept.species()) : OptionalDouble.empty(),
                        shapes,
                        kept.companies()));
    }

    private Future<Optional<List<Shape>>> shapes(SqlClient transaction, UUID petId) {
        return zones.known(transaction, petId).map(Optional::of).recover(cause -> {
            if (cause instanceof Refusal) {
                // A zone that cannot be deciphered right now must not hold up everything else that is known of the pet.
                LOG.atWarn().addKeyValue("pet_id", petId).log("The zones of a pet cannot be read");
                return Future.succeededFuture(Optional.empty());
            }
            return Future.failedFuture(cause);
        });
    }

    private OptionalDouble restingBpm(UUID petId, String species) {
        return switch (hearts.of(petId)) {
            case NotYet _ -> OptionalDouble.empty();
            case Resting resting when resting.isReady() -> OptionalDouble.of(resting.bpm());
            case Resting _, Nothing _ -> OptionalDouble.of(HeartPrior.of(species));
        };
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return ZoneOffset.UTC; // a name that another version of the list had
        }
    }
}
